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

record_poison_mdns() {
    begin poison-mdns attack "A host answers for every name of .local that others look for by mDNS (a script of ours, as Responder does)."
    local name
    hospital clients servers
    host attacker clients $ATTACKER
    host desk clients 10.20.1.30
    host laptop clients 10.20.1.31
    service attacker "$PYTHON" "$RECORD_DIR/poison.py" $ATTACKER
    sleep 1
    capture clients
    for name in fileserv printsrv intranet oldpacs; do
        run desk "$PYTHON" "$RECORD_DIR/ask-llmnr.py" 10.20.1.30 $name mdns
    done
    for name in backup1 scanner2 wiki; do
        run laptop "$PYTHON" "$RECORD_DIR/ask-llmnr.py" 10.20.1.31 $name mdns
    done
    expect "{technique: T1557.001, actor: $ATTACKER, kind: answers for many names}"
    contains "mdns && dns.flags.response == 1" -ge 7
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

# speaks_ipv6 HOST: with the link-local address that belongs to its hardware address.
speaks_ipv6() {
    in_host "$1" sysctl -q -w net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.eth0.disable_ipv6=0 net.ipv6.conf.all.forwarding=1 net.ipv6.conf.eth0.accept_ra=0
}

# advertises HOST PREFIX LIFETIME: an IPv6 router that says so every few seconds.
advertises() {
    cat >"$WORK/radvd.$1" <<END
interface eth0 {
    AdvSendAdvert on;
    MinRtrAdvInterval 3;
    MaxRtrAdvInterval 4;
    AdvDefaultLifetime $3;
    prefix $2 { AdvOnLink on; AdvAutonomous on; };
};
END
    chmod 644 "$WORK/radvd.$1"
    service "$1" radvd -n -C "$WORK/radvd.$1" -p "$WORK/radvd.$1.pid" -m stderr
}

ROGUE=fe80::c4:aff:fe14:142 # of 10.20.1.66's hardware address

record_rogue_router() {
    begin rogue-router attack "A workstation announces itself as IPv6 router of another network, beside the router of the segment."
    programs radvd
    hospital clients
    host gateway clients 10.20.1.2
    host attacker clients 10.20.1.66
    speaks_ipv6 gateway
    speaks_ipv6 attacker
    sleep 3
    capture clients
    advertises gateway 2001:db8:10:1::/64 1800
    sleep 6
    advertises attacker 2001:db8:66:66::/64 1800
    sleep 6
    expect "{technique: T1557, actor: \"$ROGUE\", kind: second ipv6 router}"
    contains "icmpv6.type == 134 && ipv6.src == $ROGUE" -ge 1
    contains "icmpv6.type == 134 && ipv6.src != $ROGUE" -ge 2
    finish
}

record_benign_router_restart() {
    begin benign-router-restart benign "The IPv6 router of a segment is restarted: it takes itself back and announces itself again. A host beside it announces a network of its own and never a way out."
    programs radvd
    hospital clients
    host gateway clients 10.20.1.2
    host lab clients 10.20.1.66
    speaks_ipv6 gateway
    speaks_ipv6 lab
    sleep 3
    capture clients
    advertises gateway 2001:db8:10:1::/64 1800
    sleep 3
    advertises lab fd00:20:1::/64 0
    sleep 5
    shell gateway "kill \$(cat $WORK/radvd.gateway.pid)"
    sleep 2
    advertises gateway 2001:db8:10:1::/64 1800
    sleep 5
    near_miss identity.ipv6_router
    contains "icmpv6.type == 134 && icmpv6.nd.ra.router_lifetime == 0" -ge 2
    contains "icmpv6.type == 134 && icmpv6.nd.ra.router_lifetime == 1800" -ge 2
    finish
}

# asks_dhcpv6 HOST
asks_dhcpv6() {
    must "$1" dhclient -6 -1 -v -D LL -sf /bin/true -lf "$WORK/lease6" -pf "$WORK/dhclient6.pid" eth0
}

record_rogue_dhcpv6() {
    begin rogue-dhcpv6 attack "In a network without IPv6 a workstation answers DHCPv6 clients and gives its own link-local address as their name server, as mitm6 does."
    programs dnsmasq-base isc-dhcp-client
    hospital clients
    host attacker clients 10.20.1.66
    host client clients 10.20.1.31
    speaks_ipv6 attacker
    speaks_ipv6 client
    ip -n "$LAB-attacker" addr add 2001:db8:66::66/64 dev eth0 nodad
    sleep 3
    service attacker dnsmasq -k -R -h -i eth0 -z -p 0 -u root -x "$WORK/dnsmasq.pid" -C /dev/null \
        -F 2001:db8:66::100,2001:db8:66::1ff,64,5m -O "option6:dns-server,[fe80::]" -l "$WORK/leases"
    sleep 1
    capture clients
    asks_dhcpv6 client
    expect "{technique: T1557.003, actor: \"$ROGUE\", kind: dhcpv6 server that makes itself the name server}"
    contains "dhcpv6.dns_server == $ROGUE" -ge 1
    finish
}

record_benign_dhcpv6_router() {
    begin benign-dhcpv6-router benign "The small router of a guest network hands out IPv6 addresses and is its clients' name server too."
    programs dnsmasq-base isc-dhcp-client
    hospital clients
    host gateway clients 10.20.1.66
    host client clients 10.20.1.31
    speaks_ipv6 gateway
    speaks_ipv6 client
    ip -n "$LAB-gateway" addr add 2001:db8:10:1::1/64 dev eth0 nodad
    sleep 3
    capture clients
    service gateway dnsmasq -k -R -h -i eth0 -z -p 0 -u root -x "$WORK/dnsmasq.pid" -C /dev/null --enable-ra \
        -F 2001:db8:10:1::100,2001:db8:10:1::1ff,64,5m -O "option6:dns-server,[fe80::]" -l "$WORK/leases"
    sleep 5
    asks_dhcpv6 client
    near_miss identity.dhcpv6_server
    contains "icmpv6.type == 134" -ge 1
    contains "dhcpv6.dns_server == $ROGUE" -ge 1
    finish
}

main "$@"
