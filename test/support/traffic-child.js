/**
 * Client and server in one network namespace for `traffic.ts`. A server answers with the client's address as it sees it.
 */
const dgram = require("node:dgram");
const net = require("node:net");

const plain = (address) => address.replace(/^::ffff:/, "");
const familyOf = (address) => (address.includes(":") ? "udp6" : "udp4");

function serve({ protocol, address, port }, answer) {
  if (protocol === "tcp") {
    const server = net.createServer((socket) => {
      socket.on("error", () => {});
      socket.end(plain(socket.remoteAddress ?? ""));
    });
    server.on("error", (error) => answer(error.code));
    server.listen({ host: address, port, ipv6Only: address === "::" }, () => answer("ready"));
    return;
  }
  const socket = dgram.createSocket({ type: familyOf(address), ipv6Only: address === "::" });
  socket.on("message", (_, from) => socket.send(plain(from.address), from.port, from.address));
  socket.on("error", (error) => answer(error.code));
  socket.bind({ address, port }, () => answer("ready"));
}

function askTcp({ address, port, timeout }, answer) {
  let text = "";
  const socket = net.connect({ host: address, port });
  socket.setTimeout(timeout, () => socket.destroy());
  socket.on("data", (data) => (text += data));
  socket.on("error", (error) => (text ||= error.code === "ECONNREFUSED" ? "refused" : ""));
  socket.on("close", () => answer(text));
}

function askUdp({ address, port, timeout }, answer) {
  const socket = dgram.createSocket(familyOf(address));
  const end = (text) => {
    clearTimeout(timer);
    socket.close();
    answer(text);
  };
  const timer = setTimeout(() => end(""), timeout);
  socket.once("message", (text) => end(String(text)));
  socket.once("error", () => end(""));
  socket.send("?", port, address);
}

const doings = { serve, tcp: askTcp, udp: askUdp };

process.on("message", ({ id, what, ...order }) => {
  let done = false;
  doings[what](order, (text) => {
    if (!done) process.send({ id, text });
    done = true;
  });
});
process.on("disconnect", () => process.exit(0));
