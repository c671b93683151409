#!/bin/bash
# Who is who: leases with names, SNMP in all its versions, logins over RADIUS.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

record_benign_dhcp_names() {
    begin benign-dhcp-names benign "Three workstations start and tell the DHCP server what they are called: host name, full name and vendor class. Each then opens a page of the intranet, and one asks again for its lease."
    programs dnsmasq-base isc-dhcp-client netcat-openbsd
    local names=('' WS-RADIO-3 CT-CONSOLE-1 nurse-station-7)
    hospital clients
    host dhcp clients 10.20.1.2
    service dhcp dnsmasq -k -R -h -i eth0 -z -u root -x "$WORK/dnsmasq.pid" -C /dev/null -F 10.20.1.100,10.20.1.150,1h \
        -O 3,10.20.1.1 -s hospital.example -l "$WORK/leases" --no-ping
    listen dhcp 10.20.1.2:8080=welcome
    cat >"$WORK/script" <<'END'
#!/bin/sh
case $reason in
    BOUND | RENEW | REBIND) ip addr replace "$new_ip_address/24" dev "$interface"; ip route replace default via 10.20.1.1 ;;
esac
END
    chmod 755 "$WORK/script"
    capture clients
    for i in 1 2 3; do
        netns_host "pc$i"
        HOST_ADDRESS[pc$i]="pc$i"
        plug "pc$i" eth0 clients "02:c4:00:00:01:0$i"
        printf 'send host-name "%s";\nsend vendor-class-identifier "MSFT 5.0";\n' "${names[$i]}" >"$WORK/dhclient$i.conf"
        [[ $i != 1 ]] || printf 'send fqdn.fqdn "ws-radio-3.hospital.example";\nsend fqdn.encoded on;\n' >>"$WORK/dhclient$i.conf"
        must "pc$i" dhclient -4 -1 -v -cf "$WORK/dhclient$i.conf" -sf "$WORK/script" -lf "$WORK/lease$i" -pf "$WORK/dhclient$i.pid" eth0
        run "pc$i" nc -N -w 2 10.20.1.2 8080
    done
    in_host pc1 bash -c "kill \$(cat '$WORK/dhclient1.pid')" || true
    must pc1 dhclient -4 -1 -v -cf "$WORK/dhclient1.conf" -sf "$WORK/script" -lf "$WORK/lease1" -pf "$WORK/dhclient1.pid" eth0
    contains "dhcp.option.dhcp == 5" -ge 4
    contains "dhcp.option.hostname == \"WS-RADIO-3\"" -ge 2
    contains "dhcp.option.type == 81" -ge 1
    contains "tcp.dstport == 8080 && tcp.flags == 0x002" -eq 3
    finish
}

record_benign_snmp_versions() {
    begin benign-snmp-versions benign "A technician asks one device by SNMP 1, 2c and 3, with the right and with wrong communities, users and passwords, tries to set something, and sends a trap."
    programs snmp snmpd
    hospital servers devices
    host tech servers 10.20.2.201
    host device devices 10.20.30.9
    mkdir -p "$WORK/persist"
    cat >"$WORK/snmpd.conf" <<'END'
rocommunity public 10.20.2.0/24
rocommunity Zeh8-Ward-Ro 10.20.2.0/24
sysName PUMP-GATEWAY-9
sysDescr Infusion gateway
createUser reader SHA reader-secret-31
createUser admin SHA admin-secret-32 AES admin-secret-33
rouser reader auth
rouser admin priv
END
    service device env SNMP_PERSISTENT_DIR="$WORK/persist" snmpd -f -Lo -C -c "$WORK/snmpd.conf" -p "$WORK/snmpd.pid" udp:10.20.30.9:161
    sleep 2
    capture devices
    local ask=(-t 1 -r 0)
    run tech snmpget -v1 -c public "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.1.0 .1.3.6.1.2.1.1.5.0
    run tech snmpget -v2c -c Zeh8-Ward-Ro "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.3.0
    run tech snmpbulkwalk -v2c -c public "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1
    run tech snmpget -v2c -c wrong-community-77 "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.3.0
    run tech snmpset -v2c -c public "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.6.0 s "ward 3"
    run tech snmpget -v3 -u reader -l authNoPriv -a SHA -A reader-secret-31 "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.5.0
    run tech snmpget -v3 -u admin -l authPriv -a SHA -A admin-secret-32 -x AES -X admin-secret-33 "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.5.0
    run tech snmpget -v3 -u reader -l authNoPriv -a SHA -A reader-wrong-99 "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.5.0
    run tech snmpget -v3 -u nobody -l authNoPriv -a SHA -A reader-wrong-99 "${ask[@]}" 10.20.30.9 .1.3.6.1.2.1.1.5.0
    run device snmptrap -v2c -c public 10.20.2.201 '' .1.3.6.1.6.3.1.1.5.3
    contains "snmp.version == 0" -ge 2
    contains "snmp.msgUserName == \"reader\"" -ge 3
    contains "snmp && udp.srcport == 161" -ge 10
    finish
}

record_benign_radius_logins() {
    begin benign-radius-logins benign "A wireless access point asks the RADIUS server about a nurse and a porter: right and wrong passwords, PAP and CHAP, an unknown user; the nurse's session is accounted for."
    programs freeradius freeradius-utils
    hospital servers devices
    host radius servers 10.20.2.18
    host ap devices 10.20.30.60
    mkdir -p "$WORK/raddb"
    cat >"$WORK/raddb/users" <<'END'
nurse Cleartext-Password := "nurse-secret-41"
    Framed-IP-Address = 10.20.40.7, Reply-Message = "Welcome to ward 3"
porter Cleartext-Password := "porter-secret-42"
END
    cat >"$WORK/raddb/radiusd.conf" <<END
prefix = /usr
libdir = /usr/lib/freeradius
raddbdir = $WORK/raddb
logdir = $WORK
run_dir = $WORK
pidfile = $WORK/radiusd.pid
security {
    reject_delay = 0
}
thread pool {
    start_servers = 1
    max_servers = 2
    min_spare_servers = 1
    max_spare_servers = 2
}
client ap {
    ipaddr = 10.20.30.60
    secret = shared-secret-43
}
modules {
    pap {
    }
    chap {
    }
    files {
        filename = $WORK/raddb/users
    }
    always ok {
        rcode = ok
    }
}
server default {
    listen {
        type = auth
        ipaddr = 10.20.2.18
        port = 1812
    }
    listen {
        type = acct
        ipaddr = 10.20.2.18
        port = 1813
    }
    authorize {
        chap
        files
        pap
    }
    authenticate {
        Auth-Type PAP {
            pap
        }
        Auth-Type CHAP {
            chap
        }
    }
    preacct {
        ok
    }
    accounting {
        ok
    }
}
END
    service radius freeradius -f -l "$WORK/radius.log" -d "$WORK/raddb" -n radiusd
    sleep 3
    capture devices
    local station='Calling-Station-Id = "02-C4-00-00-02-07", Called-Station-Id = "02-C4-00-00-03-01:ward", NAS-Identifier = "ap-ward-3", NAS-IP-Address = 10.20.30.60'
    shell ap "echo 'User-Name = \"nurse\", User-Password = \"nurse-secret-41\", $station' | radclient -r 1 -t 2 10.20.2.18:1812 auth shared-secret-43"
    shell ap "echo 'User-Name = \"nurse\", User-Password = \"nurse-wrong-51\", $station' | radclient -r 1 -t 2 10.20.2.18:1812 auth shared-secret-43"
    shell ap "echo 'User-Name = \"porter\", CHAP-Password = \"porter-secret-42\", $station' | radclient -r 1 -t 2 10.20.2.18:1812 auth shared-secret-43"
    shell ap "echo 'User-Name = \"porter\", CHAP-Password = \"porter-wrong-52\", $station' | radclient -r 1 -t 2 10.20.2.18:1812 auth shared-secret-43"
    run ap radtest nobody nobody-wrong-53 10.20.2.18 1 shared-secret-43 0 10.20.30.60
    shell ap "echo 'User-Name = \"nurse\", Acct-Status-Type = Start, Acct-Session-Id = \"7\", Framed-IP-Address = 10.20.40.7, $station' | radclient -r 1 -t 2 10.20.2.18:1813 acct shared-secret-43"
    shell ap "echo 'User-Name = \"nurse\", Acct-Status-Type = Stop, Acct-Session-Id = \"7\", Framed-IP-Address = 10.20.40.7, $station' | radclient -r 1 -t 2 10.20.2.18:1813 acct shared-secret-43"
    shell ap "echo 'User-Name = \"nurse\", User-Password = \"nurse-secret-41\", $station' | radclient -r 1 -t 2 10.20.2.99:1812 auth shared-secret-43"
    contains "radius.code == 1" -ge 5
    contains "radius.code == 2" -eq 2
    contains "radius.code == 3" -eq 3
    contains "radius.code == 5" -eq 2
    finish
}

main "$@"
