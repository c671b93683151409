# shellcheck shell=bash
# A Windows domain that several recordings use: a Samba domain controller and what its clients need. Everything it writes lies in
# the case's work folder; nothing of the machine's own Samba or Kerberos configuration is touched.
#
#   domain_on HOST ADDRESS [smb.conf line...]   a domain controller for WARD.EXAMPLE; names it in HOST's and later hosts' files
#   domain_user NAME [samba-tool option...]     one more user (password $USER_PASSWORD)
#   domain_samba_tool ARGUMENT...               samba-tool on the controller's own database, before or while it runs
#   domain_client HOST [smb.conf line...]       a host that finds the domain: names, Kerberos and smb.conf
#
# After domain_client the programs find $SMB_CONF (rpcclient, smbclient, net: -s) and KRB5_CONFIG (kinit, impacket: in_domain).
#   in_domain HOST COMMAND...                   as run, with KRB5_CONFIG and a credential cache of the case's own
#   impacket NAME                               path of one of Impacket's examples

DOMAIN=ward.example
REALM=WARD.EXAMPLE
WORKGROUP=WARD
ADMIN_PASSWORD=Ward-Admin-7
USER_PASSWORD=Ward-User-7

# domain_on HOST ADDRESS [smb.conf line...]
domain_on() {
    local name=$1 address=$2 line
    shift 2
    programs samba samba-ad-dc
    DC_HOST=$name DC_ADDRESS=$address DC_HOME=$WORK/dc
    printf '127.0.0.1 localhost\n%s dc1.%s dc1\n' "$address" $DOMAIN >"/etc/netns/$LAB-$name/hosts"
    printf 'search %s\nnameserver %s\n' $DOMAIN "$address" >"/etc/netns/$LAB-$name/resolv.conf"
    write_down "$name" "samba-tool domain provision --realm=$REALM --domain=$WORKGROUP --server-role=dc --dns-backend=SAMBA_INTERNAL"
    in_host "$name" samba-tool domain provision --realm=$REALM --domain=$WORKGROUP --server-role=dc \
        --dns-backend=SAMBA_INTERNAL --host-name=dc1 --host-ip="$address" --adminpass=$ADMIN_PASSWORD \
        --targetdir="$DC_HOME" --option="interfaces=lo eth0" --option="bind interfaces only=yes" \
        >"$WORK/provision" 2>&1 || fail "$CASE: no domain (see $WORK/provision)"
    mkdir -p "$DC_HOME/run"
    for line in "load printers = no" "printcap name = /dev/null" "$@"; do
        sed -i "/^\[global\]/a\\        $line" "$DC_HOME/etc/smb.conf"
    done
    cat >>"$DC_HOME/etc/smb.conf" <<END
[records]
path = $DC_HOME/records
read only = no
END
    mkdir -p "$DC_HOME/records"
    chmod 777 "$DC_HOME/records"
    krb5_conf
}

# The controller runs from here on; users are made before.
domain_start() {
    # libwbclient finds winbindd in /run/samba and nowhere else, so each controller gets a /run/samba of its own
    mkdir -p /run/samba
    service "$DC_HOST" bash -c "mount --bind '$DC_HOME/run' /run/samba && exec samba -F --no-process-group -s '$DC_HOME/etc/smb.conf'"
    local i
    for ((i = 0; i < 120; i++)); do # winbindd and the endpoints of the other processes come last
        in_host "$DC_HOST" timeout 10 rpcclient -s "$DC_HOME/etc/smb.conf" -U "Administrator%$ADMIN_PASSWORD" "$DC_ADDRESS" \
            -c enumdomusers >>"$WORK/services" 2>&1 </dev/null \
            && answering "$DC_HOST" "$DC_ADDRESS" 135 && answering "$DC_HOST" "$DC_ADDRESS" 88 \
            && answering "$DC_HOST" "$DC_ADDRESS" 389 && sleep 2 && return
        sleep 0.5
    done
    fail "$CASE: the domain controller lets nobody in (see $WORK/services)"
}

domain_samba_tool() {
    write_down "$DC_HOST" "samba-tool $*"
    in_host "$DC_HOST" samba-tool "$@" -s "$DC_HOME/etc/smb.conf" >>"$WORK/output" 2>&1 \
        || fail "$CASE: failed: samba-tool $* (see $WORK/output)"
}

domain_user() {
    local user=$1
    shift
    domain_samba_tool user create "$user" $USER_PASSWORD "$@"
}

# krb5_conf [etype...]: Kerberos configuration of clients; the types of encryption they ask for.
krb5_conf() {
    cat >"$WORK/krb5.conf" <<END
[libdefaults]
default_realm = $REALM
dns_lookup_realm = false
dns_lookup_kdc = false
rdns = false
${1:+default_tgs_enctypes = $*
default_tkt_enctypes = $*
permitted_enctypes = $*
allow_weak_crypto = true}
[realms]
$REALM = {
    kdc = $DC_ADDRESS
    admin_server = $DC_ADDRESS
}
[domain_realm]
.$DOMAIN = $REALM
$DOMAIN = $REALM
END
}

# domain_client HOST [smb.conf line...]
domain_client() {
    local name=$1 home=$WORK/client-$1
    shift
    programs smbclient samba-common-bin
    mkdir -p "$home"
    printf '127.0.0.1 localhost\n%s dc1.%s dc1\n' "$DC_ADDRESS" $DOMAIN >"/etc/netns/$LAB-$name/hosts"
    printf 'search %s\nnameserver %s\noptions timeout:2\n' $DOMAIN "$DC_ADDRESS" >"/etc/netns/$LAB-$name/resolv.conf"
    SMB_CONF=$home/smb.conf
    {
        echo "[global]"
        echo "workgroup = $WORKGROUP"
        echo "realm = $REALM"
        echo "netbios name = $name"
        printf '%s = %s\n' "private dir" "$home" "lock directory" "$home" "state directory" "$home" "cache directory" "$home" \
            "pid directory" "$home" "ncalrpc dir" "$home/ncalrpc"
        printf '%s\n' "$@"
    } >"$SMB_CONF"
}

in_domain() {
    local name=$1
    shift
    write_down "$name" "$*"
    in_host "$name" env KRB5_CONFIG="$WORK/krb5.conf" KRB5CCNAME="$WORK/ccache-$name" \
        timeout --foreground "${LIMIT:-60}" "$@" >>"$WORK/output" 2>&1 </dev/null || true
}

# impacket NAME: path of one of Impacket's example programs, which Debian ships as documentation.
impacket() {
    programs python3-impacket
    IMPACKET=/usr/share/doc/python3-impacket/examples/$1.py
    [[ -r $IMPACKET ]] || fail "no such example of Impacket: $1"
}
