#!/bin/sh
# Follow incidents: openings, changed tolls, merges. Needs Debian's kcat and jq.
#
#   ./subscriber.sh [BROKERS] [--once]
#
# It begins at the beginning of the topic and keeps the highest revision of each incident, so a message that comes twice
# changes nothing. Uncommitted messages are left out (kcat's default). `--once` ends when all has been read.
if [ "${1:-}" = --once ]; then brokers=127.0.0.1:9092 end=-e; else brokers=${1:-127.0.0.1:9092} end=${2:+-e}; fi
kcat -b "$brokers" -C -t incidents -o beginning -q -u ${end:+-e} | jq -nr --unbuffered '
  def best($kind): .casualties[$kind].best // "?" | tostring;
  foreach inputs as $new ({held: {}};
    .before = .held[$new.id] | .fresh = $new.revision > (.before.revision // 0)
    | if .fresh then .held[$new.id] = $new else . end;
    select(.fresh) | .before as $old
    | if $new.status == "merged" then "merged  \($new.id) into \($new.merged_into)"
      elif $old == null then "opened  \($new.id) \($new.headline)"
      else ("killed", "injured", "abducted", "arrested") as $kind
        | ($old | best($kind)) as $was | ($new | best($kind)) as $now | select($was != $now)
        | "changed \($new.id) \($kind) \($was) -> \($now)"
      end)'
