#!/bin/bash
# A domain at work: two controllers that replicate, many users behind one address, services and their tickets.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

DC=10.20.2.10
DC2=10.20.2.11
DESK=10.20.1.30
PEOPLE=(anna bert carla dirk els frank greet hugo inge jan karin luc)

record_benign_domain_controllers() {
    begin benign-domain-controllers benign "Two domain controllers: users log on at the second, a member checks its secret by Netlogon, then the second replicates from the first and is asked for its replication partners."
    local i
    hospital clients servers
    host dc servers $DC
    host dc2 servers $DC2
    host desk clients $DESK
    domain_on dc $DC
    domain_user anna
    domain_start
    domain_client desk
    printf '127.0.0.1 localhost\n%s dc1.%s dc1\n%s dc2.%s dc2\n' $DC $DOMAIN $DC2 $DOMAIN | tee "/etc/netns/$LAB-dc/hosts" "/etc/netns/$LAB-desk/hosts" >"/etc/netns/$LAB-dc2/hosts"
    printf 'search %s\nnameserver %s\n' $DOMAIN $DC >"/etc/netns/$LAB-dc2/resolv.conf"
    sed "s/kdc = $DC/kdc = $DC2/" "$WORK/krb5.conf" >"$WORK/krb5-second.conf"
    write_down dc2 "samba-tool domain join $DOMAIN DC --dns-backend=SAMBA_INTERNAL"
    in_host dc2 env KRB5_CONFIG="$WORK/krb5.conf" samba-tool domain join $DOMAIN DC --dns-backend=SAMBA_INTERNAL -U "Administrator%$ADMIN_PASSWORD" \
        --realm=$REALM --targetdir="$WORK/dc2" --option="netbios name=dc2" --option="interfaces=lo eth0" --option="bind interfaces only=yes" \
        >"$WORK/join" 2>&1 || fail "$CASE: no second controller (see $WORK/join)"
    mkdir -p "$WORK/dc2/run"
    service dc2 bash -c "mount --bind '$WORK/dc2/run' /run/samba && exec env KRB5_CONFIG='$WORK/krb5.conf' samba -F --no-process-group -s '$WORK/dc2/etc/smb.conf'"
    answering dc2 $DC2 88
    answering dc2 $DC2 135
    sleep 10
    in_host desk env KRB5_CONFIG="$WORK/krb5.conf" net -s "$SMB_CONF" ads join -U "Administrator%$ADMIN_PASSWORD" --no-dns-updates >>"$WORK/output" 2>&1 || true
    capture servers
    programs krb5-user samba
    for i in 1 2; do
        shell desk "echo $USER_PASSWORD | KRB5_CONFIG=$WORK/krb5-second.conf KRB5CCNAME=$WORK/cc kinit anna"
    done
    run desk net -s "$SMB_CONF" rpc testjoin -S dc1
    shell dc2 "KRB5_CONFIG=$WORK/krb5.conf samba-tool drs replicate dc2 dc1 DC=ward,DC=example -U Administrator%$ADMIN_PASSWORD -s $WORK/dc2/etc/smb.conf"
    shell dc "samba-tool user create bert $USER_PASSWORD -s $DC_HOME/etc/smb.conf"
    sleep 8
    near_miss identity.dcsync identity.dcshadow identity.zerologon
    contains "dcerpc.opnum == 3 && ip.src == $DC2" -ge 1
    finish
}

record_benign_terminal_server() {
    begin benign-terminal-server benign "Twelve users of one terminal server use shares and log on; six of them mistype their password once or twice before it is right."
    local user
    hospital clients servers
    host dc servers $DC
    host terminal clients $DESK
    domain_on dc $DC "server max protocol = SMB2_10"
    for user in "${PEOPLE[@]}"; do
        domain_user "$user"
    done
    domain_start
    domain_client terminal "client max protocol = SMB2_10"
    programs krb5-user
    capture clients
    local try="rpcclient -s $SMB_CONF --use-kerberos=off $DC -c getusername"
    shell terminal "n=0; for user in ${PEOPLE[*]}; do
        n=\$((n + 1))
        [ \$((n % 2)) = 0 ] && $try -U $WORKGROUP/\$user%mistyped
        [ \$((n % 4)) = 0 ] && $try -U $WORKGROUP/\$user%mistyped2
        $try -U $WORKGROUP/\$user%$USER_PASSWORD
        [ \$((n % 3)) = 0 ] && echo mistyped | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/cc kinit \$user
        echo $USER_PASSWORD | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/cc kinit \$user
    done"
    near_miss identity.password_guessing identity.password_spraying identity.user_enumeration identity.ntlm_relay identity.pass_the_hash
    contains "smb2.nt_status == 0xc000006d" -ge 9
    contains "kerberos.error_code == 24" -ge 4
    finish
}

record_benign_forgotten_password() {
    begin benign-forgotten-password benign "A user of a file server tries four passwords until the right one comes back; an hour's work later a scheduled copy logs on with the right one as always."
    hospital clients servers
    host server servers 10.20.2.40
    host desk clients $DESK
    source "$RECORD_DIR/services.sh"
    smbd_on server 10.20.2.40
    useradd -M wardfiles 2>/dev/null || true
    printf '%s\n%s\n' ward-Secret-7 ward-Secret-7 | smbpasswd -L -s -a -c "$WORK/smb-server/smb.conf" wardfiles >>"$WORK/output" 2>&1 || true
    programs smbclient
    capture clients
    shell desk "for guess in ward-secret Ward-Secret-7 ward-Secret-6 ward-Secret7 ward-Secret-7; do smbclient -U WARD/wardfiles%\$guess //10.20.2.40/ward -c ls; sleep 2; done
        for i in 1 2 3 4 5 6; do smbclient -U WARD/wardfiles%ward-Secret-7 //10.20.2.40/ward -c ls; done"
    userdel wardfiles 2>/dev/null || true
    near_miss identity.password_guessing identity.stale_password
    contains "smb2.nt_status == 0xc000006d" -ge 4
    finish
}

main "$@"
