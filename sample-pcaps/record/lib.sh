# shellcheck shell=bash
# The laboratory all recordings share: a switch, a router and hosts in network namespaces of their own, tcpdump
# on the switch as a SPAN port would see it, and the case.yml that tells what was done.
# Needs: root. Bounds: nothing leaves the namespaces; everything made here is removed when the case ends.
#
# A recording script sources this file, defines one function `record_<case>` for each case (dashes as underscores)
# and ends with `main "$@"`. A function reads:
#
#   begin CASE attack|benign|variant "what happens, in plain words"
#   programs nmap nginx-light                   Debian packages whose versions go into case.yml
#   segment NAME GATEWAY[/24] [GATEWAY...]      a switched network with the router's address(es) in it
#   host NAME SEGMENT ADDRESS[/24] [ADDRESS..]  a host; its default gateway is .1 of its network
#   more_addresses NAME 10.20.2.10-40           many hosts, played by one namespace
#   capture SEGMENT [tcpdump options]           start recording
#   run HOST COMMAND...                         run and write down
#   expect "{technique: T1046, ...}"            the truth
#   carries SOURCE FILE...                      files that travel whole
#   contains FILTER OPERATOR COUNT              what tshark must find in the recording (-ge, -eq, ...)
#   finish

set -euo pipefail

RECORD_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034  # for the scripts that source this file
PYTHON=/usr/bin/python3
OUT_DIR=${RECORD_OUT:-$(dirname "$RECORD_DIR")}

fail() {
    echo "record: $*" >&2
    exit 1
}

[[ $EUID == 0 ]] || fail "network namespaces need root"

# ---- one case -------------------------------------------------------------------------------------------------

begin() {
    CASE=$1 KIND=$2 DESCRIPTION=$3
    LAB=a$BASHPID
    WORK=$(mktemp -d /tmp/record.XXXXXX)
    chmod 755 "$WORK"
    PCAP=$WORK/input.pcap
    OUTPUT=input.pcap
    PACKAGES=(tcpdump)
    EXPECT=() CONTAINS=() CARRIES=() CONFIG=() ENDS='' NEAR_MISS=() ASKS=() NOTES=()
    declare -gA HOST_ADDRESS=()
    : >"$WORK/commands"
    trap cleanup EXIT
    trap 'exit 130' INT TERM
    ip netns add "$LAB-sw"
    quiet_ipv6 "$LAB-sw"
    ip -n "$LAB-sw" link set lo up
    netns_host router
    in_host router sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 \
        net.ipv4.conf.default.send_redirects=0 net.ipv4.icmp_ratelimit=0
    printf '%-28s' "$CASE"
}

cleanup() {
    local status=$? namespace pid
    set +e
    trap - EXIT INT TERM
    cd /run/netns || exit 1
    for namespace in "$LAB"-*; do
        for pid in $(ip netns pids "$namespace"); do
            kill "$pid" 2>/dev/null
        done
    done
    sleep 0.2
    for namespace in "$LAB"-*; do
        for pid in $(ip netns pids "$namespace"); do
            kill -9 "$pid" 2>/dev/null
        done
        ip netns del "$namespace"
        rm -rf "/etc/netns/$namespace"
    done
    rmdir /etc/netns 2>/dev/null
    if [[ $status != 0 ]]; then
        echo "FAILED (status $status), kept: $WORK"
    else
        rm -rf "$WORK"
    fi
    exit "$status"
}

programs() {
    PACKAGES+=("$@")
}

expect() {
    EXPECT+=("$1")
}

# config LINE: a line of YAML below `config:` of case.yml.
config() {
    CONFIG+=("$1")
}

# near_miss RULE...: rules that a benign case almost fulfils.
near_miss() {
    NEAR_MISS+=("$@")
}

# asks RULE...: rules that may raise an alert of level medium in a benign case, because nobody can tell it from an intruder's act.
asks() {
    ASKS+=("$@")
}

# carries SOURCE FILE...: files whose whole content travels, by the protocol of that name.
carries() {
    local source=$1 file
    shift
    for file in "$@"; do
        CARRIES+=("{source: $source, bytes: $(stat -c %s "$file"), sha256: $(sha256sum "$file" | cut -d ' ' -f 1)}")
    done
}

# ends HOW: `cut` when the file ends in the middle of a packet or is damaged.
ends() {
    ENDS=$1
}

note() {
    NOTES+=("$1")
}

# contains FILTER OPERATOR COUNT: checked when the case finishes; the count found is written into case.yml.
contains() {
    CONTAINS+=("$1"$'\t'"$2"$'\t'"$3")
}

finish() {
    [[ -n ${TCPDUMP_PID:-} ]] && capture_stop
    [[ -s $PCAP ]] || fail "$CASE: nothing was captured"
    local verified=() entry filter operator wanted found packets
    packets=$(count_packets "$PCAP" "")
    for entry in "${CONTAINS[@]}"; do
        IFS=$'\t' read -r filter operator wanted <<<"$entry"
        found=$(count_packets "$PCAP" "$filter")
        test "$found" "$operator" "$wanted" || fail "$CASE: $found packets match '$filter', wanted $operator $wanted"
        verified+=("{packets: $found, filter: \"${filter//\"/\\\"}\"}")
    done
    mkdir -p "$OUT_DIR/$CASE"
    rm -f "$OUT_DIR/$CASE"/input.*
    cp "$PCAP" "$OUT_DIR/$CASE/$OUTPUT"
    chmod 644 "$OUT_DIR/$CASE/$OUTPUT"
    write_case "$packets" "${verified[@]}" >"$OUT_DIR/$CASE/case.yml"
    printf '%6d packets %8d bytes\n' "$packets" "$(stat -c %s "$PCAP")"
}

# count_packets FILE FILTER: a cut or damaged file counts up to the damage.
count_packets() {
    tshark -n -r "$1" ${2:+-Y "$2"} -T fields -e frame.number 2>/dev/null | wc -l || true
}

# distinct FILTER FIELD: how many values the field takes in the variant made so far.
distinct() {
    tshark -n -r "$PCAP" -Y "$1" -T fields -e "$2" 2>/dev/null | sort -u | wc -l || true
}

write_case() {
    local packets=$1 package line
    shift
    echo "name: $CASE"
    echo "kind: $KIND"
    echo "description: >-"
    fold -s -w 110 <<<"$DESCRIPTION" | sed 's/ *$//; s/^/  /'
    echo "recorded:"
    echo "  date: $(date -u +%Y-%m-%d)"
    echo "  programs:"
    while read -r package; do
        echo "    $package: \"$(dpkg-query -W -f '${Version}' "$package")\""
    done < <(printf '%s\n' "${PACKAGES[@]}" | sort -u)
    echo "    linux: \"$(uname -r)\""
    echo "  commands:"
    while IFS= read -r line; do
        line=${line//$WORK/work}
        line=${line//$RECORD_DIR/record}
        line=${line//\\/\\\\}
        echo "    - \"${line//\"/\\\"}\""
    done <"$WORK/commands"
    if [[ ${#NOTES[@]} != 0 ]]; then
        echo "notes:"
        printf '  - >-\n    %s\n' "${NOTES[@]}"
    fi
    if [[ ${#EXPECT[@]} == 0 ]]; then
        echo "expect: []"
    else
        echo "expect:"
        printf '  - %s\n' "${EXPECT[@]}"
    fi
    if [[ ${#NEAR_MISS[@]} != 0 ]]; then
        echo "near_miss: [$(sed 's/ /, /g' <<<"${NEAR_MISS[*]}")]"
    fi
    if [[ ${#ASKS[@]} != 0 ]]; then
        echo "asks: [$(sed 's/ /, /g' <<<"${ASKS[*]}")]"
    fi
    if [[ ${#CONFIG[@]} != 0 ]]; then
        echo "config:"
        printf '  %s\n' "${CONFIG[@]}"
    fi
    if [[ ${#CARRIES[@]} != 0 ]]; then
        echo "carries:"
        printf '  - %s\n' "${CARRIES[@]}"
    fi
    [[ -z $ENDS ]] || echo "ends: $ENDS"
    echo "contains:"
    echo "  - {packets: $packets, filter: \"\"}"
    [[ $# == 0 ]] || printf '  - %s\n' "$@"
}

# ---- the network ----------------------------------------------------------------------------------------------

quiet_ipv6() {
    ip netns exec "$1" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
}

netns_host() {
    ip netns add "$LAB-$1"
    ip netns exec "$LAB-$1" sysctl -q -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
    quiet_ipv6 "$LAB-$1"
    ip -n "$LAB-$1" link set lo up
    mkdir -p "/etc/netns/$LAB-$1" # ip netns exec shows these files instead of the machine's own
    echo '127.0.0.1 localhost' >"/etc/netns/$LAB-$1/hosts"
    echo 'nameserver 127.0.0.1' >"/etc/netns/$LAB-$1/resolv.conf" # refuses at once
}

# mac_of ADDRESS: a locally administered MAC that shows the address it belongs to.
mac_of() {
    if [[ $1 == *:* ]]; then
        printf '02:c6:%s' "$(md5sum <<<"$1" | sed 's/^\(..\)\(..\)\(..\)\(..\).*/\1:\2:\3:\4/')"
    else
        local byte
        IFS=. read -ra byte <<<"$1"
        printf '02:c4:%02x:%02x:%02x:%02x' "${byte[@]}"
    fi
}

# plug NAMESPACE-SUFFIX DEVICE SEGMENT MAC: a cable from a host into the segment's switch, every offload off.
plug() {
    local port
    PORTS=$((${PORTS:-0} + 1))
    port=p$PORTS
    ip -n "$LAB-sw" link add "$port" type veth peer name "$2" netns "$LAB-$1"
    ip -n "$LAB-$1" link set "$2" address "$4"
    ip netns exec "$LAB-$1" ethtool -K "$2" tx off rx off tso off gso off gro off sg off >/dev/null 2>&1 || true
    ip netns exec "$LAB-sw" ethtool -K "$port" tx off rx off tso off gso off gro off sg off >/dev/null 2>&1 || true
    ip -n "$LAB-sw" link set "$port" master "br-$3" up
    ip -n "$LAB-$1" link set "$2" up
}

# add_address NAME DEVICE ADDRESS[/LENGTH]
add_address() {
    local address=${3%/*} length
    if [[ $address == *:* ]]; then
        length=64
        ip netns exec "$LAB-$1" sysctl -q -w "net.ipv6.conf.all.disable_ipv6=0" "net.ipv6.conf.$2.disable_ipv6=0" \
            "net.ipv6.conf.$2.accept_ra=0" "net.ipv6.conf.$2.router_solicitations=0"
        [[ $3 == */* ]] && length=${3#*/}
        ip -n "$LAB-$1" addr add "$address/$length" dev "$2" nodad
    else
        length=24
        [[ $3 == */* ]] && length=${3#*/}
        ip -n "$LAB-$1" addr add "$address/$length" brd + dev "$2"
    fi
}

segment() {
    local name=$1 gateway
    shift
    ip -n "$LAB-sw" link add "br-$name" type bridge stp_state 0 mcast_snooping 0 forward_delay 0
    ip -n "$LAB-sw" link set "br-$name" up
    if [[ $# != 0 ]]; then
        plug router "$name" "$name" "$(mac_of "${1%/*}")"
        for gateway in "$@"; do
            add_address router "$name" "$gateway"
            [[ $gateway != *:* ]] || in_host router sysctl -q -w net.ipv6.conf.all.forwarding=1
        done
    fi
}

host() {
    local name=$1 segment=$2 address gateway4='' gateway6=''
    shift 2
    netns_host "$name"
    HOST_ADDRESS[$name]=${1%/*}
    plug "$name" eth0 "$segment" "$(mac_of "${1%/*}")"
    for address in "$@"; do
        add_address "$name" eth0 "$address"
        if [[ $address == *:* ]]; then
            gateway6=${gateway6:-${address%%::*}::1}
        else
            gateway4=${gateway4:-${address%.*}.1}
        fi
    done
    if ip -n "$LAB-router" link show "$segment" >/dev/null 2>&1; then
        [[ -z $gateway4 ]] || ip -n "$LAB-$name" route add default via "$gateway4"
        [[ -z $gateway6 ]] || ip -n "$LAB-$name" -6 route add default via "$gateway6"
    fi
}

# more_addresses NAME 10.20.2.10-40: the host answers for all of these, as so many hosts would.
more_addresses() {
    local name=$1 range prefix first last i
    shift
    for range in "$@"; do
        prefix=${range%.*}
        first=${range##*.}
        last=${first#*-}
        first=${first%-*}
        for ((i = first; i <= last; i++)); do
            echo "addr add $prefix.$i/24 dev eth0"
        done
    done | ip -n "$LAB-$name" -batch -
}

# silent NAME ADDRESS[/LENGTH]: a firewall that answers nothing for the address.
silent() {
    in_host "$1" iptables-legacy -w -A INPUT -d "$2" -j DROP
}

# resolver NAME SERVER: what the host's programs find in resolv.conf.
resolver() {
    printf 'search hospital.example\nnameserver %s\noptions timeout:2\n' "$2" >"/etc/netns/$LAB-$1/resolv.conf"
}

in_host() {
    local name=$1
    shift
    ip netns exec "$LAB-$name" "$@"
}

# ---- programs -------------------------------------------------------------------------------------------------

write_down() {
    local name=$1
    shift
    echo "${HOST_ADDRESS[$name]:-$name}# $*" >>"$WORK/commands"
}

# run HOST COMMAND...: its output goes to work/output; a failing status is fine (a scan of nothing fails).
run() {
    local name=$1
    shift
    write_down "$name" "$*"
    in_host "$name" timeout --foreground "${LIMIT:-300}" "$@" >>"$WORK/output" 2>&1 </dev/null || true
}

# must HOST COMMAND...: the same, but it has to succeed.
must() {
    local name=$1
    shift
    write_down "$name" "$*"
    in_host "$name" timeout --foreground "${LIMIT:-300}" "$@" >>"$WORK/output" 2>&1 </dev/null || fail "$CASE: failed: $* (see $WORK/output)"
}

# shell HOST 'SCRIPT': a pipeline or a loop.
shell() {
    write_down "$1" "$2"
    in_host "$1" timeout --foreground "${LIMIT:-300}" bash -c "$2" >>"$WORK/output" 2>&1 </dev/null || true
}

# service HOST COMMAND...: runs in the background until the case ends.
service() {
    local name=$1
    shift
    write_down "$name" "$* &"
    # setsid: smbd and others kill their whole process group when they are told to stop
    in_host "$name" setsid "$@" >>"$WORK/services" 2>&1 </dev/null &
}

# answering HOST ADDRESS PORT: waits until something accepts connections there, seen from the host itself.
answering() {
    local i
    for ((i = 0; i < 100; i++)); do
        in_host "$1" bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null && return
        sleep 0.1
    done
    fail "$CASE: nothing answers on $2:$3 (see $WORK/services)"
}

# listen HOST ADDRESS:PORT[=BANNER]...: plain TCP services that say their banner and read on.
listen() {
    local name=$1 i
    shift
    : >"$WORK/listening"
    write_down "$name" "listen.py $* &"
    in_host "$name" "$PYTHON" "$RECORD_DIR/listen.py" "$@" >"$WORK/listening" 2>>"$WORK/services" </dev/null &
    for ((i = 0; i < 100; i++)); do
        grep -q ready "$WORK/listening" && return
        sleep 0.1
    done
    fail "$CASE: listen.py did not start"
}

# capture SEGMENT [tcpdump options and filter]
capture() {
    local segment=$1
    shift
    capture_in sw "br-$segment" "$@"
}

capture_in() {
    local name=$1 device=$2 i
    shift 2
    : >"$WORK/tcpdump"
    echo "switch# tcpdump -i $device -s 0 -U -w input.pcap${*:+ $*}" >>"$WORK/commands"
    ip netns exec "$LAB-$name" tcpdump -i "$device" -s 0 -U -B 16384 -Z root -w "$PCAP" "$@" 2>"$WORK/tcpdump" &
    TCPDUMP_PID=$!
    for ((i = 0; i < 100; i++)); do
        grep -q 'listening on' "$WORK/tcpdump" && return
        sleep 0.1
    done
    fail "$CASE: tcpdump did not start: $(cat "$WORK/tcpdump")"
}

capture_stop() {
    sleep 2 # tcpdump reads the kernel's ring at least once a second
    kill -TERM "$TCPDUMP_PID"
    wait "$TCPDUMP_PID" || true
    TCPDUMP_PID=
    grep -q '^0 packets dropped by kernel' "$WORK/tcpdump" || fail "$CASE: tcpdump lost packets: $(cat "$WORK/tcpdump")"
}

# ---- the ward -------------------------------------------------------------------------------------------------

# hospital [SEGMENT...]: clients 10.20.1.0/24, servers 10.20.2.0/24, devices 10.20.30.0/24 and the outside, around a router.
hospital() {
    local name
    for name in "${@:-clients servers}"; do
        case $name in
            clients) segment clients 10.20.1.1 ;;
            servers) segment servers 10.20.2.1 ;;
            devices) segment devices 10.20.30.1 ;;
            outside) segment outside 198.51.100.1 203.0.113.1 ;;
            *) fail "no such segment: $name" ;;
        esac
    done
}

# make_bytes FILE SIZE: content that does not compress and is the same each time.
make_bytes() {
    openssl enc -aes-128-ctr -nosalt -pass pass:auscult -pbkdf2 -in /dev/zero 2>/dev/null | head -c "$2" >"$1" || true
}

# main [CASE...]: record the named cases of this script, or all of them.
main() {
    local name names=() status=0
    if [[ ${1:-} == --list ]]; then
        compgen -A function record_ | sed 's/^record_//; s/_/-/g'
        return
    fi
    if [[ $# == 0 ]]; then
        mapfile -t names < <(compgen -A function record_ | sed 's/^record_//; s/_/-/g')
    else
        names=("$@")
    fi
    for name in "${names[@]}"; do
        declare -F "record_${name//-/_}" >/dev/null || fail "no such case: $name"
        ("record_${name//-/_}") || status=1
    done
    return "$status"
}
