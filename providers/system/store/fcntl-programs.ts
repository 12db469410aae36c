/**
 * Node has no fcntl. These programs hold such locks: each line of their input names a file in hexadecimal digits, and each answer is one
 * line. The locks end with the program, and the program with its input.
 */

export interface FcntlProgram {
  readonly command: string;
  readonly args: readonly string[];
}

/** Perl packs the structure of the call itself; the layout is that of 64-bit Linux. */
const PERL = `
use strict;
use Fcntl qw(F_SETLK F_GETLK F_WRLCK O_RDWR O_CREAT SEEK_SET);
use Errno qw(EAGAIN EACCES);
exit 3 unless length(pack "p", "") == 8;
$| = 1;
$SIG{$_} = "IGNORE" for qw(INT TERM HUP);
my %held;
sub whole { pack "s s x4 q q l x4", F_WRLCK, SEEK_SET, 0, 0, 0 }
while (my $line = <STDIN>) {
  chomp $line;
  my ($verb, $hex) = split / /, $line;
  if ($verb eq "drop") { delete $held{$hex}; print "ok\\n"; next }
  my $file;
  unless (sysopen $file, pack("H*", $hex), O_RDWR | O_CREAT, 0600) { print "error $!\\n"; next }
  if (fcntl $file, F_SETLK, whole()) { $held{$hex} = $file; print "ok\\n"; next }
  unless ($! == EAGAIN || $! == EACCES) { print "error $!\\n"; next }
  my $other = whole();
  my $pid = fcntl($file, F_GETLK, $other) ? (unpack "s s x4 q q l", $other)[4] : 0;
  print "busy $pid\\n";
}
`;

const PYTHON = `
import errno, fcntl, os, signal, sys
for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(name, signal.SIG_IGN)
held = {}
def answer(line):
    verb, _, name = line.strip().partition(" ")
    if verb == "drop":
        if name in held:
            os.close(held.pop(name))
        return "ok"
    fd = -1
    try:
        fd = os.open(bytes.fromhex(name), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held[name] = fd
        return "ok"
    except OSError as error:
        if fd >= 0:
            os.close(fd)
            if error.errno in (errno.EAGAIN, errno.EACCES):
                return "busy 0"
        return "error " + os.strerror(error.errno)
while True:
    line = sys.stdin.readline()
    if not line:
        break
    print(answer(line), flush=True)
`;

/** In the order in which they are tried. */
export const fcntlPrograms: readonly FcntlProgram[] = [
  { command: "perl", args: ["-e", PERL] },
  { command: "python3", args: ["-c", PYTHON] },
];
