import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type TLSSocket } from "node:tls";
import type { AddressInfo } from "node:net";
import { handshakeText, pemOf, selfSigned, type Certificate } from "../../../providers/frontends/terraform/plugin/certificate";

const now = new Date();

describe("the certificate", () => {
  const certificate = new X509Certificate(selfSigned(now).der);

  test("is for localhost, signed with its own key, and valid from a minute ago for a year", () => {
    expect(certificate.subject).toBe("CN=localhost");
    expect(certificate.issuer).toBe("CN=localhost");
    expect(certificate.subjectAltName).toBe("DNS:localhost");
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBe(Math.floor(now.getTime() / 1000) * 1000 - 60_000);
    expect(Date.parse(certificate.validTo)).toBe(Math.floor(now.getTime() / 1000) * 1000 + 365 * 86_400_000);
  });

  test("has a serial number of its own, positive and 16 bytes long", () => {
    const serials = Array.from({ length: 20 }, () => new X509Certificate(selfSigned(now).der).serialNumber);
    expect(new Set(serials).size).toBe(20);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  test("can be made in any year", () => {
    expect(new X509Certificate(selfSigned(new Date("2060-02-29T12:00:00Z")).der).validFrom).toBe("Feb 29 11:59:00 2060 GMT");
  });

  test("is in the handshake as base64 without padding, from which it can be read back", () => {
    for (let i = 0; i < 5; i++) {
      const { der, pem } = selfSigned(now);
      expect(handshakeText(der)).toMatch(/^[A-Za-z0-9+/]+$/);
      expect(pemOf(Buffer.from(handshakeText(der), "base64"))).toBe(pem);
    }
  });
});

describe("a connection with certificates on both sides", () => {
  const [server, client, stranger] = [selfSigned(now), selfSigned(now), selfSigned(now)];

  test("is made with the client whose certificate is expected", async () => {
    expect(await greeting(server, client, client)).toBe("hello");
  });

  test("is refused with another client, and with one that has no certificate", async () => {
    await expect(greeting(server, client, stranger)).rejects.toThrow();
    await expect(greeting(server, client, undefined)).rejects.toThrow();
  });

  test("is refused by a client that expects another server", async () => {
    await expect(greeting(server, client, client, stranger)).rejects.toThrow("self-signed certificate");
  });
});

/** A server's message to a client over TLS. Rejects if either refuses the other. */
async function greeting(own: Certificate, expected: Certificate, client: Certificate | undefined, trusted = own): Promise<string> {
  const options = { key: own.key, cert: own.pem, ca: expected.pem, requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (socket) => socket.end("hello"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    return await said(
      connect({ port, host: "127.0.0.1", servername: "localhost", ca: trusted.pem, ...(client && { key: client.key, cert: client.pem }) }),
    );
  } finally {
    server.close();
  }
}

function said(socket: TLSSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (part) => (text += part.toString()));
    socket.on("end", () => (text === "" ? reject(new Error("nothing was said")) : resolve(text)));
    socket.on("error", reject);
  });
}
