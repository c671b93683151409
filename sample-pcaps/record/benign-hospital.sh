#!/bin/bash
# An ordinary hour in a hospital, with everything that goes on at the same time, in two minutes.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"
# shellcheck source=medical.sh
source "$RECORD_DIR/medical.sh"

DC=10.20.2.10
UPDATES=10.20.2.80
TIME=10.20.2.123
MONITOR=10.20.2.200
BACKUP=10.20.30.200
PRINTER=10.20.30.60
UNIX=10.20.2.34

record_benign_hospital_hour() {
    begin benign-hospital-hour benign "An hour in a hospital, played in two minutes: people log on to the domain and use its shares, one mistypes a password, somebody looks for colleagues in the directory and prints; an imaging device asks for its worklist every few seconds, checks the archive and stores pictures; the admission system and the laboratory send HL7 messages; the backup server fetches folders of two servers, workstations fetch updates, the monitoring server pings and asks by SNMP, an administrator works on two servers by SSH and looks at accounts, everybody asks for names and the time."
    local i desk user users=(anna bert carla) jobs=()
    programs krb5-user ldap-utils bind9-dnsutils chrony ntpdate nginx-light curl dcmtk rsync snmp snmpd iputils-ping cups-ipp-utils smbclient expect
    dicom_ward clients
    host dc servers $DC
    host updates servers $UPDATES
    host clock servers $TIME
    host monitor servers $MONITOR
    host unix servers $UNIX
    host admission clients 10.20.1.60
    host backup devices $BACKUP
    host printer devices $PRINTER
    host devices devices 10.20.30.20
    more_addresses devices 10.20.30.21-25
    host engine servers 10.20.2.75
    host admin clients 10.20.1.9
    domain_on dc $DC "server max protocol = SMB2_10" "ldap server require strong auth = no"
    for user in "${users[@]}"; do
        domain_user "$user" --given-name="$user" --surname=Ward --mail-address="$user@$DOMAIN"
    done
    domain_start
    for i in 1 2 3; do
        host desk$i clients 10.20.1.3$i
        domain_client desk$i "client max protocol = SMB2_10"
    done
    domain_client admin "client max protocol = SMB2_10"
    nginx_on updates $UPDATES
    make_bytes "$WORK/www/Packages.gz" 12000
    make_bytes "$WORK/www/windows-kb5012345-x64.cab" 15000
    printf 'local stratum 3\nallow 10.20.0.0/16\nbindaddress %s\ncmdport 0\npidfile %s\ndriftfile %s\n' $TIME "$WORK/chronyd.pid" "$WORK/drift" >"$WORK/chrony.conf"
    service clock chronyd -x -d -u root -f "$WORK/chrony.conf"
    sshd_on unix $UNIX
    mkdir -p "$WORK/data"
    for i in {1..8}; do
        make_bytes "$WORK/data/file$i" $((i * 700))
    done
    printf 'rocommunity ward 10.20.2.0/24\nsysName device\nsysLocation ward 3\n' >"$WORK/snmpd.conf"
    service devices snmpd -f -Lo -C -c "$WORK/snmpd.conf" -p "$WORK/snmpd.pid" udp:10.20.30.20:161,udp:10.20.30.21:161,udp:10.20.30.22:161,udp:10.20.30.23:161
    service pacs dcmqrscp -c "$WORK/dcmqrscp.cfg"
    answering pacs $PACS 11112
    mkdir -p "$WORK/worklist/WARDLIST"
    : >"$WORK/worklist/WARDLIST/lockfile"
    for i in 1 2; do
        cat >"$WORK/item.dump" <<END
(0008,0050) SH [ACC$i]
(0010,0010) PN [SYNTHETIC^PATIENT $i]
(0010,0020) LO [SYN$i]
(0020,000d) UI [1.2.826.0.1.3680043.10.999.$i]
(0040,0100) SQ
(fffe,e000) -
(0008,0060) CS [OT]
(0040,0001) AE [MODALITY1]
(0040,0002) DA [20260102]
(0040,0003) TM [0900]
(fffe,e00d) -
(fffe,e0dd) -
END
        dump2dcm "$WORK/item.dump" "$WORK/worklist/WARDLIST/item$i.wl" >>"$WORK/output" 2>&1
    done
    service pacs wlmscpfs -dfp "$WORK/worklist" 11113
    answering pacs $PACS 11113
    service engine $PYTHON "$RECORD_DIR/mllp.py" serve 10.20.2.75 2575
    answering engine 10.20.2.75 2575
    service printer ippeveprinter -r off -p 8631 -d "$WORK" -k Ward
    sleep 2
    capture servers
    # the ward's desks
    for i in 1 2 3; do
        desk=desk$i user=${users[i - 1]}
        {
            run $desk dig +short @$DC dc1.$DOMAIN _ldap._tcp.$DOMAIN SRV
            run $desk ntpdate -q -u -p 1 $TIME
            [[ $i != 2 ]] || shell $desk "echo $USER_PASSWORD-x | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/ccache-$desk kinit $user"
            shell $desk "echo $USER_PASSWORD | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/ccache-$desk kinit $user"
            in_domain $desk smbclient -s "$WORK/client-$desk/smb.conf" --use-kerberos=required -U $user //dc1.$DOMAIN/sysvol -c "cd $DOMAIN/Policies; ls"
            for ((round = 1; round <= 3; round++)); do
                cp "$WORK/data/file$((i + round))" "$WORK/letter-$i-$round.doc"
                in_domain $desk smbclient -s "$WORK/client-$desk/smb.conf" --use-kerberos=required -U $user //dc1.$DOMAIN/records -c "put $WORK/letter-$i-$round.doc letter-$i-$round.doc; ls; get letter-$i-1.doc $WORK/back-$i"
                run $desk dig +short @$DC dc1.$DOMAIN
                sleep 7
            done
            run $desk curl -s -A "Debian APT-HTTP/1.3 (2.6.1)" -o /dev/null http://$UPDATES/Packages.gz
            run $desk curl -s -A "Windows-Update-Agent/10.0" -o /dev/null http://$UPDATES/windows-kb5012345-x64.cab
            run $desk ldapsearch -LLL -x -H ldap://$DC -D $user@$DOMAIN -w $USER_PASSWORD -b DC=$(sed 's/\./,DC=/' <<<$DOMAIN) "(&(objectCategory=person)(anr=an))" displayName mail
        } &
        jobs+=($!)
    done
    # devices, archive, messages
    {
        for ((i = 1; i <= 8; i++)); do
            run modality findscu -W -aet MODALITY1 -aec WARDLIST -k "(0040,0100)[0].Modality=OT" -k PatientName -k PatientID $PACS 11113
            sleep 5
        done
    } &
    jobs+=($!)
    {
        run modality echoscu -aet MODALITY1 -aec ARCHIVE $PACS 11112
        for i in 1 2; do
            run modality storescu -aet MODALITY1 -aec ARCHIVE $PACS 11112 "$WORK/1-$i.dcm"
            run admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.2.75 2575 ADT 5
            run admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.2.75 2575 ORU 3
            sleep 12
        done
    } &
    jobs+=($!)
    # those who look after it
    {
        for ((i = 1; i <= 4; i++)); do
            for desk in 10.20.30.20 10.20.30.21 10.20.30.22 10.20.30.23 10.20.1.31 10.20.1.32 10.20.1.33; do
                run monitor ping -c 1 -W 1 $desk
            done
            for desk in 20 21 22 23; do
                run monitor snmpget -v2c -c ward -t 1 -r 1 10.20.30.$desk .1.3.6.1.2.1.1.3.0 .1.3.6.1.2.1.1.5.0 .1.3.6.1.2.1.2.2.1.10.1
            done
            run monitor curl -s -o /dev/null http://$UPDATES/index.html
            sleep 8
        done
    } &
    jobs+=($!)
    {
        run backup rsync -a -e "ssh -F $WORK/ssh_config" "root@$UNIX:$WORK/data/" "$WORK/backup/"
        run admin ssh -F "$WORK/ssh_config" root@$UNIX uptime
        run admin rpcclient -s "$WORK/client-admin/smb.conf" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" $DC -c "queryuser anna"
        sleep 6
        run admin ssh -F "$WORK/ssh_config" root@$UNIX df
        run desk1 ipptool -tf /usr/share/cups/ipptool/document-letter.pdf ipp://$PRINTER:8631/ipp/print print-job.test
        run unix ipptool -tf "$WORK/data/file3" ipp://$PRINTER:8631/ipp/print get-printer-attributes.test
    } &
    jobs+=($!)
    wait "${jobs[@]}" || true
    near_miss identity.password_guessing identity.password_spraying scan.address_sweep scan.port_scan
    contains "dicom.pdu.type == 1" -ge 10
    contains "tcp.dstport == 2575 && tcp contains \"MSH|\"" -ge 8
    contains "kerberos.msg_type == 11" -ge 3
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 6
    contains "snmp" -ge 20
    contains "ntp" -ge 4
    contains "ldap.protocolOp == 3" -ge 3
    contains "http.request" -ge 8
    finish
}

main "$@"
