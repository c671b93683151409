#!/bin/bash
# The same traffic carried in another way: tunnels, tags, mirrors sent over the network, other link types, offloads.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

WARD=10.20.40.5
CORE=10.20.50.10
BY_HAND="This kernel does not have the tunnel; record/tunnel.py carries the live traffic of nmap, wget and nginx in user space."

# two_sites: an outlying clinic and the hospital, each with one address outside, and nginx behind the hospital's end.
two_sites() {
    programs nmap nginx-light wget
    segment outside 198.51.100.1
    segment far 203.0.113.1
    host clinic outside 198.51.100.10
    host hospital far 203.0.113.10
}

# joined DEVICE: gives both ends their inner addresses.
joined() {
    local name
    for name in clinic hospital; do
        ip -n "$LAB-$name" link set "$1" mtu 1400 up
    done
    ip -n "$LAB-clinic" addr add $WARD/32 dev "$1"
    ip -n "$LAB-clinic" addr add fd20:40::5/128 dev "$1" 2>/dev/null || true
    ip -n "$LAB-hospital" addr add $CORE/32 dev "$1"
    ip -n "$LAB-clinic" route add $CORE/32 dev "$1" src $WARD
    ip -n "$LAB-hospital" route add $WARD/32 dev "$1" src $CORE
    HOST_ADDRESS[clinic]=$WARD
    HOST_ADDRESS[hospital]=$CORE
}

# joined6 DEVICE [CLINIC HOSPITAL]: the same with IPv6 inside, between these addresses.
joined6() {
    local name ward=${2:-fd20:40::5} core=${3:-fd20:50::10}
    WARD6=$ward CORE6=$core
    for name in clinic hospital; do
        in_host $name sysctl -q -w net.ipv6.conf.all.disable_ipv6=0 "net.ipv6.conf.$1.disable_ipv6=0" "net.ipv6.conf.$1.router_solicitations=0"
        ip -n "$LAB-$name" link set "$1" mtu 1400 up
    done
    ip -n "$LAB-clinic" addr add "$ward/128" dev "$1" nodad
    ip -n "$LAB-hospital" addr add "$core/128" dev "$1" nodad
    ip -n "$LAB-clinic" -6 route add "$core/128" dev "$1" src "$ward"
    ip -n "$LAB-hospital" -6 route add "$ward/128" dev "$1" src "$core"
    HOST_ADDRESS[clinic]=$ward
    HOST_ADDRESS[hospital]=$core
}

# tunnel KIND [ID]: tunnel.py on both ends; the device is called t0.
tunnel() {
    service clinic $PYTHON "$RECORD_DIR/tunnel.py" "$1" t0 198.51.100.10 203.0.113.10 "${@:2}"
    service hospital $PYTHON "$RECORD_DIR/tunnel.py" "$1" t0 203.0.113.10 198.51.100.10 "${@:2}"
    wait_for_device clinic t0
    wait_for_device hospital t0
    note "$BY_HAND"
}

wait_for_device() {
    local i
    for ((i = 0; i < 100; i++)); do
        ip -n "$LAB-$1" link show "$2" >/dev/null 2>&1 && return
        sleep 0.1
    done
    fail "$CASE: $2 did not appear in $1"
}

# scan_and_browse FILTER COUNT: nmap and a web fetch from the clinic through the tunnel; FILTER shows the outer packets.
scan_and_browse() {
    nginx_on hospital $CORE
    sleep 1
    capture outside
    must clinic wget -q -p -P "$WORK/got" -U Mozilla/5.0 http://$CORE/
    run clinic nmap -n -Pn -sS --top-ports 100 $CORE
    expect "{technique: T1046, actor: $WARD, kind: syn scan, targets: 1, ports: 100}"
    contains "$1" -ge "$2"
    contains "ip.src == $WARD && tcp.flags == 0x002" -ge 100
    contains "http.response.code == 200 && ip.dst == $WARD" -ge 38
    finish
}

scan_and_browse6() {
    nginx_on hospital "[$CORE6]"
    sleep 1
    capture outside
    must clinic wget -q -p -P "$WORK/got" -U Mozilla/5.0 "http://[$CORE6]/"
    run clinic nmap -6 -n -Pn -sS --top-ports 100 $CORE6
    expect "{technique: T1046, actor: \"$WARD6\", kind: syn scan, targets: 1, ports: 100}"
    contains "$1" -ge "$2"
    contains "ipv6.src == $WARD6 && tcp.flags == 0x002" -ge 100
    contains "http.response.code == 200 && ipv6.dst == $WARD6" -ge 38
    finish
}

record_variant_gre() {
    begin variant-gre variant "A scan of 100 ports and a page fetch inside GRE with a key."
    two_sites
    tunnel gre 77
    joined t0
    scan_and_browse "gre.proto == 0x0800" 250
}

record_variant_gretap() {
    begin variant-gretap variant "A scan of 100 ports and a page fetch as Ethernet inside GRE."
    two_sites
    tunnel gretap 78
    joined t0
    scan_and_browse "gre.proto == 0x6558" 250
}

record_variant_ipip() {
    begin variant-ipip variant "A scan of 100 ports and a page fetch, IP in IP."
    two_sites
    tunnel ipip
    joined t0
    scan_and_browse "ip.proto == 4" 250
}

record_variant_6in4() {
    begin variant-6in4 variant "A scan of 100 ports and a page fetch over IPv6 inside IPv4, protocol 41."
    two_sites
    tunnel 6in4
    joined6 t0
    scan_and_browse6 "ip.proto == 41" 250
}

record_variant_teredo() {
    begin variant-teredo variant "A scan of 100 ports and a page fetch over IPv6 inside UDP port 3544, as Teredo carries it."
    two_sites
    tunnel teredo
    # RFC 4380 section 2.6: server 203.0.113.200, then the inverted port 3544 and the inverted address of each end
    joined6 t0 2001:0:cb00:71c8:0:f227:39cc:9bf5 2001:0:cb00:71c8:0:f227:34ff:8ef5
    scan_and_browse6 "udp.port == 3544" 250
}

record_variant_gtpu() {
    begin variant-gtpu variant "A scan of 100 ports and a page fetch inside GTP-U, as a mobile network carries it."
    two_sites
    tunnel gtpu 4711
    joined t0
    scan_and_browse "gtp.teid == 4711" 250
}

record_variant_geneve() {
    begin variant-geneve variant "A scan of 100 ports and a page fetch inside GENEVE."
    two_sites
    tunnel geneve 42
    joined t0
    scan_and_browse "geneve.vni == 42" 250
}

record_variant_vxlan() {
    local name
    begin variant-vxlan variant "A scan of 100 ports and a page fetch inside VXLAN, made by the Linux kernel."
    two_sites
    ip -n "$LAB-clinic" link add t0 type vxlan id 42 local 198.51.100.10 remote 203.0.113.10 dstport 4789
    ip -n "$LAB-hospital" link add t0 type vxlan id 42 local 203.0.113.10 remote 198.51.100.10 dstport 4789
    write_down clinic "ip link add t0 type vxlan id 42 local 198.51.100.10 remote 203.0.113.10 dstport 4789"
    joined t0
    for name in clinic hospital; do
        in_host $name ethtool -K t0 tx off tso off gso off gro off >/dev/null 2>&1 || true
    done
    scan_and_browse "vxlan.vni == 42" 250
}

# trunk KIND ID...: two hosts whose frames are carried over one trunk with tags, labels or a session.
trunk() {
    programs nmap nginx-light wget
    segment outside
    netns_host clinic
    netns_host hospital
    plug clinic trunk outside 02:c4:00:00:00:0a
    plug hospital trunk outside 02:c4:00:00:00:0b
    service clinic $PYTHON "$RECORD_DIR/tunnel.py" "$1" t0 trunk 02:c4:00:00:00:0b "${@:2}"
    service hospital $PYTHON "$RECORD_DIR/tunnel.py" "$1" t0 trunk 02:c4:00:00:00:0a "${@:2}"
    wait_for_device clinic t0
    wait_for_device hospital t0
}

NO_TAGS="This kernel has no VLAN devices; record/tunnel.py puts the tags on the frames of live traffic and takes them off."

record_variant_vlan() {
    begin variant-vlan variant "A scan of 100 ports and a page fetch on a trunk, tagged with VLAN 30."
    trunk vlan 30
    joined t0
    note "$NO_TAGS"
    scan_and_browse "vlan.id == 30" 250
}

record_variant_qinq() {
    begin variant-qinq variant "A scan of 100 ports and a page fetch on a provider's trunk: 802.1ad tag 200 outside, 802.1Q tag 30 inside."
    trunk vlan 200 30
    joined t0
    note "$NO_TAGS"
    scan_and_browse "ieee8021ad && vlan.id == 30" 250
}

record_variant_mpls() {
    begin variant-mpls variant "A scan of 100 ports and a page fetch under an MPLS label."
    trunk mpls 1030
    joined t0
    note "record/tunnel.py puts the label on live traffic."
    scan_and_browse "mpls.label == 1030" 250
}

record_variant_pppoe() {
    begin variant-pppoe variant "A scan of 100 ports and a page fetch in a PPPoE session; its discovery is not in the file."
    trunk pppoe 1001
    joined t0
    note "record/tunnel.py puts the PPPoE header on live traffic."
    scan_and_browse "pppoe.session_id == 1001" 250
}

# erspan TYPE FILTER: the router mirrors its client port to a collector.
erspan() {
    programs nmap nginx-light wget
    hospital clients servers
    segment mirror 10.20.9.1
    host attacker clients 10.20.1.66
    host client clients 10.20.1.21
    host server servers 10.20.2.80
    host collector mirror 10.20.9.9
    in_host collector iptables-legacy -w -A INPUT -p gre -j DROP
    ip -n "$LAB-attacker" link set eth0 mtu 1400
    ip -n "$LAB-client" link set eth0 mtu 1400
    nginx_on server 10.20.2.80
    service router $PYTHON "$RECORD_DIR/mirror.py" clients 10.20.9.9 "$1" 5
    sleep 2
    capture mirror
    must client wget -q -p -P "$WORK/got" -U Mozilla/5.0 http://10.20.2.80/
    run attacker nmap -n -Pn -sS --top-ports 60 10.20.2.80
    expect "{technique: T1046, actor: 10.20.1.66, kind: syn scan, targets: 1, ports: 60}"
    note "This kernel has no ERSPAN; record/mirror.py on the router wraps each live frame of its client port and sends it to the collector."
    contains "$2" -ge 200
    contains "ip.src == 10.20.1.66 && tcp.flags == 0x002" -ge 60
    contains "http.response.code == 200" -ge 38
    finish
}

record_variant_erspan1() {
    begin variant-erspan1 variant "A mirror port sent over the network in ERSPAN type I: a page fetch and a scan of 60 ports."
    erspan 1 "gre.proto == 0x88be"
}

record_variant_erspan2() {
    begin variant-erspan2 variant "A mirror port sent over the network in ERSPAN type II: a page fetch and a scan of 60 ports."
    erspan 2 "erspan.spanid == 5"
}

record_variant_erspan3() {
    begin variant-erspan3 variant "A mirror port sent over the network in ERSPAN type III: a page fetch and a scan of 60 ports."
    erspan 3 "erspan.spanid == 5"
}

# on_router DEVICE [tcpdump options]: recorded on the router itself.
on_router() {
    programs nmap nginx-light wget
    hospital clients servers
    host attacker clients 10.20.1.66
    host client clients 10.20.1.21
    host server servers 10.20.2.80
    nginx_on server 10.20.2.80
    capture_in router "$@"
    must client wget -q -p -P "$WORK/got" -U Mozilla/5.0 http://10.20.2.80/page1.html
    run attacker nmap -n -Pn -sS --top-ports 60 10.20.2.80
    expect "{technique: T1046, actor: 10.20.1.66, kind: syn scan, targets: 1, ports: 60}"
    contains "ip.src == 10.20.1.66 && tcp.flags == 0x002" -ge 120
    contains "http.response.code == 200" -ge 1
}

record_variant_cooked() {
    begin variant-cooked variant "tcpdump -i any on the router: Linux cooked capture v2, each packet twice, coming in and going out with its time to live one less."
    on_router any
    contains "sll.pkttype" -ge 200
    finish
}

record_variant_cooked_v1() {
    begin variant-cooked-v1 variant "tcpdump -i any -y LINUX_SLL on the router: Linux cooked capture v1, each packet twice, coming in and going out with its time to live one less."
    on_router any -y LINUX_SLL
    contains "sll.pkttype" -ge 200
    finish
}

record_variant_raw_ip() {
    begin variant-raw-ip variant "Recorded on a tunnel device without link layer: raw IP packets of a page fetch and a scan of 100 ports."
    two_sites
    tunnel ipip
    NOTES=()
    joined t0
    nginx_on hospital $CORE
    capture_in clinic t0
    must clinic wget -q -p -P "$WORK/got" -U Mozilla/5.0 http://$CORE/
    run clinic nmap -n -Pn -sS --top-ports 100 $CORE
    expect "{technique: T1046, actor: $WARD, kind: syn scan, targets: 1, ports: 100}"
    contains "raw && ip.src == $WARD && tcp.flags == 0x002" -ge 100
    contains "http.response.code == 200" -ge 38
    finish
}

record_variant_offload() {
    begin variant-offload variant "Recorded on the web server with its offloads on: segments of up to 64 KB that never were on a wire like that, checksums not yet filled in."
    programs curl nginx-light
    hospital clients servers
    host client clients 10.20.1.21
    host server servers 10.20.2.80
    in_host server ethtool -K eth0 tx on tso on gso on gro on sg on >/dev/null 2>&1
    nginx_on server 10.20.2.80
    make_bytes "$WORK/www/big.bin" 180000
    chmod a+r "$WORK/www/big.bin"
    capture_in server eth0
    must client curl -s -o /dev/null "http://10.20.2.80/page[1-3].html"
    must client curl -s -o /dev/null http://10.20.2.80/big.bin
    contains "frame.len > 1514" -ge 3
    contains "http.response.code == 200" -eq 4
    finish
}

main "$@"
