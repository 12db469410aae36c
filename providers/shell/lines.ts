/**
 * Cuts a stream of text pieces into lines. Lines may be megabytes long (a host's links as one line of JSON), so pieces are
 * collected and joined once.
 */
export function lineSplitter(onLine: (line: string) => void): { push(piece: string): void; end(): void } {
  let open: string[] = [];
  const finish = (rest: string) => {
    open.push(rest);
    onLine(open.join(""));
    open = [];
  };
  return {
    push(piece) {
      let from = 0;
      for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", from)) {
        finish(piece.slice(from, at));
        from = at + 1;
      }
      if (from < piece.length) open.push(piece.slice(from));
    },
    end() {
      if (open.length > 0) finish("");
    },
  };
}
