#!/bin/bash
# Who answers where nobody asked: names of others by LLMNR, NetBIOS and mDNS, and addresses as a second DHCP server.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ATTACKER=10.20.1.66

record_poison_names() {
    begin poison-names attack "A host answers for every name that others look for by NetBIOS and LLMNR (a script of ours, as Responder does)."
    local name
    hospital clients servers
    host attacker clients $ATTACKER
    host desk clients 10.20.1.30
    host laptop clients 10.20.1.31
    programs samba-common-bin bind9-dnsutils
    service attacker "$PYTHON" "$RECORD_DIR/poison.py" $ATTACKER
    sleep 1
    capture clients
    for name in fileserv printsrv intranet oldpacs; do
        run desk nmblookup -B 10.20.1.255 $name
    done
    for name in backup1 scanner2 wiki; do
        run laptop "$PYTHON" "$RECORD_DIR/ask-llmnr.py" 10.20.1.31 $name
    done
    expect "{technique: T1557.001, actor: $ATTACKER, kind: answers for many names}"
    contains "nbns.flags.response == 1" -ge 4
    contains "udp.srcport == 5355" -ge 3
    finish
}

record_benign_names() {
    begin benign-names benign "Four hosts answer for their own names by NetBIOS, one of them under two, when others look for them."
    local i
    hospital clients servers
    host desk clients 10.20.1.30
    programs samba samba-common-bin
    for i in 1 2 3 4; do
        host ws$i clients 10.20.1.4$i
        mkdir -p "$WORK/ws$i"
        printf '[global]\nworkgroup = WARD\nnetbios name = WS%s\n%s\ninterfaces = 10.20.1.4%s/24\nbind interfaces only = yes\n' $i "$([[ $i != 1 ]] || echo netbios aliases = FILES1)" $i >"$WORK/ws$i/smb.conf"
        printf '%s = %s\n' "private dir" "$WORK/ws$i" "lock directory" "$WORK/ws$i" "state directory" "$WORK/ws$i" "cache directory" "$WORK/ws$i" \
            "pid directory" "$WORK/ws$i" "log file" "$WORK/ws$i/log" >>"$WORK/ws$i/smb.conf"
        service ws$i bash -c "mkdir -p '$WORK/ws$i/run' && mount --bind '$WORK/ws$i/run' /run/samba && exec nmbd -F --no-process-group -s '$WORK/ws$i/smb.conf'"
    done
    capture clients
    sleep 8
    for i in WS1 FILES1 WS2 WS3 WS4 WS1 WS2; do
        run desk nmblookup -B 10.20.1.255 $i
    done
    near_miss identity.name_poisoning
    contains "nbns.flags.response == 1" -ge 5
    finish
}

# dhcp_server HOST ADDRESS FIRST LAST
dhcp_server() {
    service "$1" dnsmasq --keep-in-foreground --conf-file=/dev/null --port=0 --interface=eth0 --bind-interfaces --dhcp-range="$3,$4,1h" \
        --dhcp-authoritative --no-ping --dhcp-leasefile="$WORK/leases-$1" --pid-file="$WORK/pid-$1" --user=root
}

record_rogue_dhcp() {
    begin rogue-dhcp attack "A host that got its address from the DHCP server begins to hand out addresses itself and wins a client."
    hospital clients servers
    host server clients 10.20.1.2
    host first clients 10.20.1.66
    host second clients 10.20.1.31
    programs dnsmasq isc-dhcp-client
    ip -n "$LAB-first" addr flush dev eth0
    ip -n "$LAB-second" addr flush dev eth0
    dhcp_server server 10.20.1.2 10.20.1.100 10.20.1.100
    sleep 1
    capture clients
    run first dhclient -1 -v -sf /bin/true -lf "$WORK/lease1" -pf "$WORK/dh1" eth0
    ip -n "$LAB-first" addr add 10.20.1.100/24 dev eth0
    dhcp_server first 10.20.1.100 10.20.1.200 10.20.1.220
    sleep 1
    LIMIT=20 run second dhclient -1 -v -sf /bin/true -lf "$WORK/lease2" -pf "$WORK/dh2" eth0
    expect "{technique: T1557.003, actor: 10.20.1.100, kind: second dhcp server}"
    contains "dhcp.option.dhcp_server_id == 10.20.1.100" -ge 1
    contains "dhcp.option.dhcp_server_id == 10.20.1.2" -ge 1
    finish
}

main "$@"
