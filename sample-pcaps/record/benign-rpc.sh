#!/bin/bash
# Remote procedure calls in a domain: what administrators and their programs do all day, and what they are refused.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

DC=10.20.2.10
ADMIN=10.20.1.30
READABLE=("server max protocol = SMB2_10" "ldap server require strong auth = no")
SEALED=("server smb encrypt = required")

# ward_domain [smb.conf line...]: a controller with four users and an administrator's workstation; the recording runs.
ward_domain() {
    local user
    hospital clients servers
    host dc servers $DC
    host admin clients $ADMIN
    domain_on dc $DC "$@"
    for user in anna bert carla dirk; do
        domain_user $user
    done
    domain_start
}

record_benign_rpc_accounts() {
    begin benign-rpc-accounts benign "An administrator looks up accounts of the domain over SMB 2.1 with rpcclient: who is there, what their numbers are, what the server is and shares. The calls can be read."
    ward_domain "${READABLE[@]}"
    domain_client admin "client ipc max protocol = SMB2_10" "client max protocol = SMB2_10"
    capture clients
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" $DC \
        -c "enumdomusers;lookupnames anna bert;lookupdomain WARD;queryuser 500;srvinfo;netshareenumall"
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\anna%wrong" $DC -c "enumdomusers"
    contains "samr.opnum == 13" -ge 2
    contains "lsarpc.opnum == 14 || samr.opnum == 17" -ge 2
    contains "srvsvc && dcerpc.opnum == 15" -ge 1
    finish
}

record_benign_rpc_sealed() {
    begin benign-rpc-sealed benign "The same over SMB 3 that the server wants encrypted: the calls cannot be seen at all."
    ward_domain "${SEALED[@]}"
    domain_client admin
    capture clients
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" $DC -c "enumdomusers;srvinfo"
    contains "smb2.header.transform.signature" -ge 20
    contains "dcerpc" -eq 0
    finish
}

record_benign_rpc_tcp() {
    begin benign-rpc-tcp benign "The administrator's programs ask the endpoint mapper and call accounts and names over TCP: signed with NTLM, which can be read, sealed with NTLM, and sealed with Kerberos. One user's password is wrong."
    ward_domain "${READABLE[@]}"
    programs krb5-user
    domain_client admin
    capture clients
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" "ncacn_ip_tcp:$DC[sign]" \
        -c "enumdomusers;lookupdomain WARD"
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\anna%$USER_PASSWORD" "ncacn_ip_tcp:$DC[seal]" -c "enumdomgroups"
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\bert%wrong" "ncacn_ip_tcp:$DC[sign]" -c "enumdomusers"
    shell admin "echo $ADMIN_PASSWORD | KRB5_CONFIG=$WORK/krb5.conf KRB5CCNAME=$WORK/cc kinit Administrator"
    run admin env KRB5_CONFIG="$WORK/krb5.conf" KRB5CCNAME="$WORK/cc" rpcclient -s "$SMB_CONF" --use-kerberos=required \
        "ncacn_ip_tcp:dc1.$DOMAIN[seal]" -c "enumdomusers"
    contains "epm && dcerpc.opnum == 3" -ge 2
    contains "samr" -ge 4
    contains "dcerpc.auth_level == 6" -ge 4
    finish
}

record_benign_rpc_registry() {
    begin benign-rpc-registry benign "The administrator looks through the registry and the services of the server over SMB 2.1, with net and with Impacket, and is refused a new service."
    ward_domain "${READABLE[@]}"
    domain_client admin "client ipc max protocol = SMB2_10" "client max protocol = SMB2_10"
    capture clients
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc registry enumerate 'HKLM\Software\Samba'
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc registry createkey 'HKLM\Software\Ward'
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc service list
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc service status Spooler
    impacket services
    run admin $PYTHON "$IMPACKET" "$WORKGROUP/Administrator:$ADMIN_PASSWORD@$DC" create -name WardAgent -display "Ward agent" -path 'C:\ward\agent.exe'
    impacket reg
    run admin $PYTHON "$IMPACKET" "$WORKGROUP/Administrator:$ADMIN_PASSWORD@$DC" query -keyName 'HKLM\Software'
    contains "winreg" -ge 4
    contains "svcctl" -ge 4
    finish
}

record_benign_rpc_impacket() {
    begin benign-rpc-impacket benign "The administrator lists accounts with Impacket: samrdump over the pipe, lookupsid, rpcdump of all endpoints; a task is refused, because the server has no scheduler."
    ward_domain "${READABLE[@]}"
    domain_client admin
    capture clients
    impacket samrdump
    run admin $PYTHON "$IMPACKET" "$WORKGROUP/Administrator:$ADMIN_PASSWORD@$DC"
    impacket lookupsid
    run admin $PYTHON "$IMPACKET" "$WORKGROUP/Administrator:$ADMIN_PASSWORD@$DC" 1110
    impacket rpcdump
    run admin $PYTHON "$IMPACKET" "$WORKGROUP/Administrator:$ADMIN_PASSWORD@$DC"
    impacket atexec
    run admin $PYTHON "$IMPACKET" "$WORKGROUP/Administrator:$ADMIN_PASSWORD@$DC" hostname
    contains "dcerpc" -ge 20
    finish
}

record_benign_rpc_changes() {
    begin benign-rpc-changes benign "The administrator makes an account and a group with net and rpcclient, puts somebody into it, deletes both, and a user changes her own password; a second user may not make accounts."
    ward_domain "${READABLE[@]}"
    domain_client admin "client ipc max protocol = SMB2_10" "client max protocol = SMB2_10"
    capture clients
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc user add emma
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc group add Night
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc group addmem Night emma
    run admin net -s "$SMB_CONF" -U "$WORKGROUP\\Administrator%$ADMIN_PASSWORD" -S $DC rpc user delete emma
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\bert%$USER_PASSWORD" $DC -c "createdomuser frank"
    run admin rpcclient -s "$SMB_CONF" -U "$WORKGROUP\\anna%$USER_PASSWORD" $DC -c "chgpasswd3 anna $USER_PASSWORD Other-Ward-8"
    contains "samr && dcerpc.opnum == 50" -ge 2
    contains "samr && dcerpc.opnum == 63" -ge 1
    finish
}

main "$@"
