/** The client's part of PostgreSQL's authentication, where a server misbehaves; `terraform/pg-store` has real servers. */
import { replyTo, startAuthentication } from "../../providers/system/store/pg/authentication";
import { columnsOf, int32 } from "../../providers/system/store/pg/wire";

const request = (kind: number, text = "") => ({ type: "R", body: Buffer.concat([int32(kind), Buffer.from(text)]) });

/** A conversation in which the client has shown that it knows the password. */
function halfWay() {
  const state = startAuthentication({ user: "ada", password: "s3cret" });
  expect(replyTo(state, request(10, "SCRAM-SHA-256\0\0"))?.toString()).toContain(`r=${state.nonce}`);
  expect(replyTo(state, request(11, `r=${state.nonce}more,s=c2FsdA==,i=4096`))?.toString()).toMatch(/,p=[\w+/=]+$/);
  return state;
}

test("a server has to prove that it knows the password", () => {
  const unproven = "the server does not prove that it knows the password";
  expect(() => replyTo(halfWay(), request(12, "v=AAAA"))).toThrow(unproven);
  expect(() => replyTo(halfWay(), request(0))).toThrow(unproven);
  const state = halfWay();
  expect(replyTo(state, request(12, `v=${state.expected}`))).toBeUndefined();
  expect(replyTo(state, request(0))).toBeUndefined();
});

test("a challenge for another client, or without rounds, is refused", () => {
  const state = startAuthentication({ user: "ada", password: "s3cret" });
  for (const challenge of ["r=other,s=c2FsdA==,i=4096", `r=${state.nonce}more,s=c2FsdA==,i=0`])
    expect(() => replyTo(state, request(11, challenge))).toThrow("the server's challenge is not an answer to this client");
});

test("a password that is wanted and missing is named with where to set it", () => {
  const state = startAuthentication({ user: "ada" });
  expect(() => replyTo(state, request(3))).toThrow("set PGPASSWORD, or write it into ~/.pgpass");
});

test("a challenge that would keep the client busy for hours is refused at once", () => {
  const state = startAuthentication({ user: "ada", password: "s3cret" });
  expect(() => replyTo(state, request(11, `r=${state.nonce}more,s=c2FsdA==,i=4294967295`))).toThrow(
    /4294967295 rounds of hashing, more than 1000000/,
  );
  expect(() => replyTo(state, request(11, `r=${state.nonce}more,s=c2FsdA==,i=1.5`))).toThrow("is not an answer to this client");
});

test("a message that ends too early is the server's mistake, not a bug", () => {
  expect(() => replyTo(startAuthentication({ user: "ada" }), { type: "R", body: Buffer.alloc(2) })).toThrow("incomplete");
  expect(() => columnsOf(Buffer.from([0, 2, 0, 0]))).toThrow("incomplete");
});
