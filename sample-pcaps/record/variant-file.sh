#!/bin/bash
# Recordings made over by documented commands: damaged and odd files, halves, doubles, fragments, other clocks.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

ATTACKER=10.20.1.66
TARGET=10.20.2.10

# from CASE: the recording that the variant is made of.
from() {
    SOURCE=$OUT_DIR/$1/input.pcap
    [[ -s $SOURCE ]] || fail "$CASE is made from $1, which is not recorded yet"
}

# make COMMAND...: writes the variant.
make() {
    local line="$*"
    line=${line//$OUT_DIR\//}
    echo "$ ${line//$WORK/work}" >>"$WORK/commands"
    "$@" 2>>"$WORK/output" || fail "$CASE: failed: $*"
}

reshape() {
    programs python3-scapy
    make "$PYTHON" "$RECORD_DIR/reshape.py" "$1" "$SOURCE" "$PCAP" "${@:2}"
}

record_variant_truncated() {
    begin variant-truncated variant "The half-open scan of 300 ports, cut in the middle of a packet as if the disk had run full: about 230 ports are left."
    from scan-nmap-syn
    reshape cut 33333
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: $(distinct "ip.src == $ATTACKER && tcp.flags == 0x002" tcp.dstport)}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 200
    ends cut
    finish
}

record_variant_damaged() {
    begin variant-damaged variant "The connect scan of 300 ports with garbage where record 400 should begin: what stands before it is whole, nothing can be read after it."
    from scan-nmap-connect
    reshape damage 400
    expect "{technique: T1046, actor: $ATTACKER, kind: connect scan, targets: 1, ports: $(distinct "ip.src == $ATTACKER && tcp.flags == 0x002" tcp.dstport)}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 180
    ends cut
    finish
}

record_variant_one_way_scan() {
    begin variant-one-way-scan variant "Half a mirror: only what the scanner sends is seen, not one answer."
    from scan-nmap-syn
    make tcpdump -q -n -r "$SOURCE" -w "$PCAP" "src host $ATTACKER"
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 300}"
    contains "ip.dst == $ATTACKER" -eq 0
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 300
    finish
}

record_variant_one_way_web() {
    begin variant-one-way-web variant "Half a mirror of ordinary browsing: only the client's packets are seen, so no connection is ever answered."
    from benign-web-http
    make tcpdump -q -n -r "$SOURCE" -w "$PCAP" "src host 10.20.1.21"
    contains "http.request" -ge 50
    contains "http.response" -eq 0
    finish
}

record_variant_one_way_answers() {
    begin variant-one-way-answers variant "The other half: only what the scanned server answers is seen, 296 RSTs and four SYN/ACKs to one client."
    from scan-nmap-syn
    make tcpdump -q -n -r "$SOURCE" -w "$PCAP" "src host $TARGET"
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 300}"
    note "RFC 793 puts the scanner's ports and sequence numbers into the answers; a sensor that reports the server as the scanner is wrong."
    contains "ip.src == $TARGET && tcp.flags == 0x014" -ge 296
    contains "ip.src == $ATTACKER" -eq 0
    finish
}

record_variant_duplicated_scan() {
    begin variant-duplicated-scan variant "The scan of five ports as a mirror of two switch ports shows it: every packet twice, 12 microseconds apart. It stays a scan of five ports and ten probes must not be counted."
    from scan-nmap-five-ports
    reshape twice 12
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 5}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -eq 10
    finish
}

record_variant_duplicated_web() {
    begin variant-duplicated-web variant "Ordinary browsing as a mirror of two switch ports shows it: every packet twice, 12 microseconds apart. These are no retransmissions."
    from benign-web-http
    reshape twice 12
    contains "http.request.method == GET" -ge 55
    finish
}

record_variant_slow_day() {
    begin variant-slow-day variant "One probe an hour: the scan of 20 ports, 15 seconds apart, with its pauses made 240 times as long. Nineteen hours for twenty ports."
    from scan-nmap-slow
    reshape stretch 2 240
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 20}"
    note "Nobody waited nineteen hours: record/reshape.py moved the time stamps. Packets and the time between a probe and its answer are real."
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 20
    contains "frame.time_relative > 60000" -ge 1
    finish
}

record_variant_slow_sweep_day() {
    begin variant-slow-sweep-day variant "One address an hour: the patient sweep for SMB over 24 addresses with its pauses made 450 times as long, more than a day."
    from scan-nmap-slow-sweep
    reshape stretch 2 450
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 24, ports: 1}"
    note "The time stamps were moved by record/reshape.py; the packets are real. The three seconds until the router calls a dark address unreachable became 22 minutes."
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -eq 24
    contains "frame.time_relative > 80000" -ge 1
    finish
}

# slowed GAP FACTOR: ends the recording and makes its pauses longer.
slowed() {
    capture_stop
    mv "$PCAP" "$WORK/live.pcap"
    SOURCE=$WORK/live.pcap
    reshape stretch "$1" "$2"
}

# a_day_at_work: 16 hosts answer, five clients fetch a page from some of them, and a pause that becomes more than a day.
a_day_at_work() {
    programs curl nginx-light netcat-openbsd
    hospital clients servers
    host attacker clients $ATTACKER
    host clients clients 10.20.1.21
    more_addresses clients 10.20.1.22-25
    host servers servers 10.20.2.10
    more_addresses servers 10.20.2.11-25
    nginx_on servers 0.0.0.0
    capture clients
    shell clients "for i in {21..25}; do for j in 10 11 12 \$((i - 8)); do curl -s -o /dev/null --interface 10.20.1.\$i http://10.20.2.\$j/page1.html; done; done"
    sleep 30
}

record_variant_dark_addresses() {
    begin variant-dark-addresses variant "After a day in which a sensor could learn which addresses are in use, a workstation asks four that nobody uses, each on another port, and one server that exists. Too few for a sweep."
    a_day_at_work
    shell attacker "curl -s -o /dev/null http://10.20.2.10/; nc -z -w 1 10.20.2.77 445; nc -z -w 1 10.20.2.91 3389; nc -z -w 1 10.20.2.130 22; nc -z -w 1 10.20.2.201 5900"
    sleep 4
    slowed 20 3000
    expect "{technique: T1046, actor: $ATTACKER, kind: contacts with addresses that nobody uses, targets: 4}"
    note "Nobody waited a day: record/reshape.py made the one pause of 30 seconds 25 hours long."
    contains "frame.time_relative > 86400 && ip.src == $ATTACKER && tcp.flags == 0x002" -ge 5
    finish
}

record_variant_retired_servers() {
    begin variant-retired-servers variant "After a day in which a sensor could learn which addresses are in use, a workstation looks for two servers that were retired, again and again, and works with four that are in use."
    a_day_at_work
    shell clients "for round in 1 2 3; do nc -z -w 1 10.20.2.77 445; nc -z -w 1 10.20.2.78 445; for j in 14 15 16 17; do curl -s -o /dev/null http://10.20.2.\$j/page1.html; done; done"
    sleep 4
    slowed 20 3000
    near_miss scan.dark_address
    note "Nobody waited a day: record/reshape.py made the one pause of 30 seconds 25 hours long."
    contains "frame.time_relative > 86400 && tcp.dstport == 445 && tcp.flags == 0x002 && !icmp" -ge 6
    contains "frame.time_relative > 86400 && http.response.code == 200" -ge 12
    finish
}

record_variant_monitoring_day() {
    begin variant-monitoring-day variant "Monitoring at its quietest: a ping and a connection to SSH, host after host, one host every half hour; five of thirty are switched off. Nineteen hours."
    programs fping netcat-openbsd
    hospital clients servers
    host monitor servers 10.20.2.200
    host hosts clients 10.20.1.10
    more_addresses hosts 10.20.1.11-34
    listen hosts 0.0.0.0:22=SSH-2.0-OpenSSH_9.2p1
    capture servers
    shell monitor "for i in {10..39}; do fping -q -c 1 -t 400 10.20.1.\$i; nc -z -w 1 10.20.1.\$i 22; sleep 3.5; done"
    slowed 3 800
    near_miss scan.slow_scan
    note "The time stamps were moved by record/reshape.py; the packets are real."
    contains "ip.src == 10.20.2.200 && icmp.type == 8 && !(icmp.type == 3)" -ge 30
    contains "frame.time_relative > 60000" -ge 1
    finish
}

record_variant_clock_back() {
    begin variant-clock-back variant "The clock of the capturing machine jumps back 90 seconds in the middle of the half-open scan."
    from scan-nmap-syn
    reshape back 300 90
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 300}"
    contains "frame.time_delta < 0" -ge 1
    finish
}

record_variant_fragmented_tcp() {
    begin variant-fragmented-tcp variant "Ordinary browsing with every larger packet in IP fragments of at most 276 bytes, those of every third packet in reverse order."
    from benign-web-http
    reshape fragment 276
    note "Linux does not fragment its own TCP; scapy cut recorded packets."
    contains "ip.flags.mf == 1" -ge 100
    contains "http.request.method == GET" -ge 55
    finish
}

record_variant_fragmented_real() {
    begin variant-fragmented-real variant "Fragments as real programs make them: pings of 4,000 bytes and DNS answers of 3,000 bytes over UDP, each in three pieces."
    programs dnsmasq-base bind9-dnsutils iputils-ping
    hospital clients servers
    host client clients 10.20.1.21
    host dns servers 10.20.2.53
    {
        printf 'no-resolv\nno-hosts\nlisten-address=10.20.2.53\nbind-interfaces\nuser=root\nedns-packet-max=4096\n'
        for i in {1..16}; do
            echo "txt-record=long.hospital.example,\"$(printf 'rota %02d %0170d' "$i" 0)\""
        done
    } >"$WORK/dnsmasq.conf"
    service dns dnsmasq -k -C "$WORK/dnsmasq.conf" -x "$WORK/dnsmasq.pid"
    answering dns 10.20.2.53 53
    capture clients
    must client ping -n -c 5 -i 0.2 -s 4000 10.20.2.53
    for i in 1 2 3 4; do
        must client dig +bufsize=4096 +ignore @10.20.2.53 long.hospital.example TXT
    done
    contains "ip.flags.mf == 1" -ge 24
    contains "dns.flags.response == 1" -eq 4
    contains "icmp.type == 0" -ge 5
    finish
}

record_variant_big_endian() {
    begin variant-big-endian variant "The ping sweep in a file of the other byte order, as a big-endian machine writes it."
    from sweep-fping
    reshape swap
    expect "{technique: T1018, actor: $ATTACKER, kind: ping sweep, targets: 254}"
    contains "ip.src == $ATTACKER && icmp.type == 8 && !(icmp.type == 3)" -ge 254
    finish
}

record_variant_snap_cut() {
    begin variant-snap-cut variant "The version scan with every packet cut after 96 bytes, as tcpdump -s 96 keeps it: headers are whole, payload is not."
    programs tshark
    from scan-nmap-version
    make editcap -F pcap -s 96 "$SOURCE" "$PCAP"
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 20}"
    expect "{technique: T1046, actor: $ATTACKER, kind: version scan, targets: 1, ports: 4}"
    contains "frame.cap_len < frame.len" -ge 10
    finish
}

record_variant_pcapng() {
    begin variant-pcapng variant "The connect scan as pcapng with nanosecond time stamps, and the sweep for SMB in a second section of the same file."
    programs tshark
    OUTPUT=input.pcapng
    from scan-nmap-connect
    make editcap -F nsecpcap "$SOURCE" "$WORK/nano.pcap"
    make editcap -F pcapng "$WORK/nano.pcap" "$WORK/one.pcapng"
    from sweep-nmap-smb
    make editcap -F pcapng "$SOURCE" "$WORK/two.pcapng"
    make cat_into "$WORK/one.pcapng" "$WORK/two.pcapng"
    expect "{technique: T1046, actor: $ATTACKER, kind: connect scan, targets: 1, ports: 300}"
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 128, ports: 1}"
    note "The recordings have microseconds; editcap writes them with nanosecond resolution."
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -ge 428
    finish
}

cat_into() {
    cat "$@" >"$PCAP"
}

record_variant_pcapng_interfaces() {
    begin variant-pcapng-interfaces variant "dumpcap on two interfaces at once, the client and the server side of the router: pcapng with two interfaces, nanoseconds, and each packet of a small scan on both, with its time to live one less."
    programs nmap wireshark-common
    OUTPUT=input.pcapng
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    write_down switch "dumpcap -i br-clients -i br-servers -w input.pcapng"
    ip netns exec "$LAB-sw" dumpcap -q -i br-clients -i br-servers -w "$PCAP" >"$WORK/dumpcap" 2>&1 &
    local dumpcap=$!
    sleep 3
    run attacker nmap -n -Pn -sS --top-ports 40 $TARGET
    sleep 2
    kill -TERM $dumpcap
    wait $dumpcap || true
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 40}"
    contains "frame.interface_id == 0 && ip.src == $ATTACKER && tcp.flags == 0x002" -ge 40
    contains "frame.interface_id == 1 && ip.src == $ATTACKER && tcp.flags == 0x002" -ge 40
    finish
}

record_variant_nanoseconds() {
    begin variant-nanoseconds variant "A scan of 40 ports recorded with nanosecond time stamps in a classic pcap file."
    programs nmap
    hospital clients servers
    host attacker clients $ATTACKER
    host server servers $TARGET
    capture clients --time-stamp-precision=nano
    run attacker nmap -n -Pn -sS --top-ports 40 $TARGET
    expect "{technique: T1046, actor: $ATTACKER, kind: syn scan, targets: 1, ports: 40}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002" -ge 40
    finish
}

record_variant_wrong_checksums() {
    begin variant-wrong-checksums variant "PsExec again, and before every segment with data one in the same place with other data and a wrong checksum, and forged resets: the hosts drop them, so a sensor that believes them reads nonsense or stops."
    from lateral-psexec
    reshape forge 0
    expect "{technique: T1569.002, actor: $ATTACKER, what: service asked for that runs a copied program, target: 10.20.2.41}"
    expect "{technique: T1021.002, actor: $ATTACKER, what: program written to ADMIN\$, target: 10.20.2.41}"
    contains "tcp.flags.reset == 1" -ge 2
    contains "tcp.len > 0" -ge 150
    finish
}

record_variant_wrong_checksums_web() {
    begin variant-wrong-checksums-web variant "Ordinary browsing, with forged requests of an exploit (Log4Shell) in segments with wrong checksums, which no server ever gets: nothing to be told."
    from benign-web-http
    reshape forge 1
    contains 'frame contains "jndi:ldap"' -ge 50
    finish
}

record_variant_gzip() {
    begin variant-gzip variant "The sweep for SMB in a file compressed by gzip."
    programs gzip
    OUTPUT=input.pcap.gz
    from sweep-nmap-smb
    make gzip_into "$SOURCE"
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 128, ports: 1}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -ge 128
    finish
}

gzip_into() {
    gzip -9 -n -c "$1" >"$PCAP"
}

record_variant_zstd() {
    begin variant-zstd variant "The sweep for SMB in a file compressed by zstd."
    programs zstd
    OUTPUT=input.pcap.zst
    from sweep-nmap-smb
    make zstd -q -19 "$SOURCE" -o "$PCAP"
    expect "{technique: T1046, actor: $ATTACKER, kind: syn sweep, targets: 128, ports: 1}"
    contains "ip.src == $ATTACKER && tcp.flags == 0x002 && !icmp" -ge 128
    finish
}

main "$@"
