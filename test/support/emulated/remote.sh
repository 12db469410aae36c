#!/bin/bash
# Runs the program of this file's name in the guest, with the same arguments, input and output, and returns its exit status.
# NETWEFT_GUEST is the socket of the connection. ssh passes one line of text, so each word is quoted for the shell there.
quote="'\\''"
line=
for word in "${0##*/}" "$@"; do line+=" '${word//\'/$quote}'"; done
# The proxy command fails, so that nothing else is ever reached when the connection has ended.
exec /usr/bin/ssh -F none -q -S "$NETWEFT_GUEST" -o ProxyCommand=false guest "$line"
