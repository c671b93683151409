package io.auscult.core.protocol;

import io.auscult.core.event.EventJoiner;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.dhcp.Dhcp6Exchanges;
import io.auscult.core.protocol.dhcp.Dhcp6Parser;
import io.auscult.core.protocol.dhcp.DhcpExchanges;
import io.auscult.core.protocol.dhcp.DhcpParser;
import io.auscult.core.protocol.dicom.DicomParser;
import io.auscult.core.protocol.dns.DnsParser;
import io.auscult.core.protocol.ftp.FtpDataParser;
import io.auscult.core.protocol.ftp.FtpParser;
import io.auscult.core.protocol.hl7.Hl7Parser;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.imap.ImapParser;
import io.auscult.core.protocol.irc.IrcParser;
import io.auscult.core.protocol.krb.KpasswdParser;
import io.auscult.core.protocol.krb.KrbParser;
import io.auscult.core.protocol.ldap.LdapParser;
import io.auscult.core.protocol.mysql.MysqlParser;
import io.auscult.core.protocol.netbios.NetbiosDatagramParser;
import io.auscult.core.protocol.pop3.Pop3Parser;
import io.auscult.core.protocol.postgresql.PostgresqlParser;
import io.auscult.core.protocol.radius.RadiusParser;
import io.auscult.core.protocol.rdp.RdpParser;
import io.auscult.core.protocol.rdp.RdpeudpParser;
import io.auscult.core.protocol.rlogin.RloginParser;
import io.auscult.core.protocol.rlogin.RshParser;
import io.auscult.core.protocol.service.OtherServices;
import io.auscult.core.protocol.shell.ShellParser;
import io.auscult.core.protocol.smb.SmbParser;
import io.auscult.core.protocol.smtp.SmtpParser;
import io.auscult.core.protocol.snmp.SnmpParser;
import io.auscult.core.protocol.socks.SocksParser;
import io.auscult.core.protocol.ssh.SshParser;
import io.auscult.core.protocol.ssl.DtlsParser;
import io.auscult.core.protocol.ssl.SslParser;
import io.auscult.core.protocol.ssrp.SsrpParser;
import io.auscult.core.protocol.sunrpc.SunrpcParser;
import io.auscult.core.protocol.tds.TdsParser;
import io.auscult.core.protocol.telnet.TelnetParser;
import io.auscult.core.protocol.vnc.VncParser;
import io.auscult.core.protocol.xmpp.XmppParser;
import java.util.List;

/** All protocols that are read: the one list. */
public final class Protocols {
    public static final List<Protocol> ALL = List.of( //
            DcerpcParser.PROTOCOL, //
            Dhcp6Parser.PROTOCOL, //
            DhcpParser.PROTOCOL, //
            DicomParser.PROTOCOL, //
            DnsParser.PROTOCOL, //
            DtlsParser.PROTOCOL, //
            FtpDataParser.PROTOCOL, //
            FtpParser.PROTOCOL, //
            Hl7Parser.PROTOCOL, //
            HttpParser.PROTOCOL, //
            ImapParser.PROTOCOL, //
            IrcParser.PROTOCOL, //
            KpasswdParser.PROTOCOL, //
            KrbParser.TCP, //
            KrbParser.UDP, //
            LdapParser.PROTOCOL, //
            MysqlParser.PROTOCOL, //
            NetbiosDatagramParser.PROTOCOL, //
            OtherServices.AYIYA, //
            OtherServices.DNP3_TCP, //
            OtherServices.DNP3_UDP, //
            OtherServices.MODBUS, //
            OtherServices.MQTT, //
            OtherServices.NTP, //
            OtherServices.QUIC, //
            OtherServices.REDIS, //
            OtherServices.RTSP, //
            OtherServices.SIP, //
            OtherServices.SYSLOG, //
            OtherServices.TFTP, //
            OtherServices.WIREGUARD, //
            Pop3Parser.PROTOCOL, //
            PostgresqlParser.PROTOCOL, //
            RadiusParser.PROTOCOL, //
            RdpParser.PROTOCOL, //
            RdpeudpParser.PROTOCOL, //
            RloginParser.PROTOCOL, //
            RshParser.REXEC_PROTOCOL, //
            RshParser.RSH_PROTOCOL, //
            ShellParser.PROTOCOL, //
            SmbParser.PROTOCOL, //
            SmtpParser.PROTOCOL, //
            SnmpParser.PROTOCOL, //
            SocksParser.PROTOCOL, //
            SshParser.PROTOCOL, //
            SslParser.PROTOCOL, //
            SsrpParser.PROTOCOL, //
            SunrpcParser.PROTOCOL, //
            TdsParser.PROTOCOL, //
            TelnetParser.PROTOCOL, //
            VncParser.PROTOCOL, //
            XmppParser.PROTOCOL);

    private Protocols() {}

    /** What joins the events of several connections; made anew for each pipeline. */
    public static List<EventJoiner> joiners() {
        return List.of(new DhcpExchanges(), new Dhcp6Exchanges());
    }

    /** All, but TLS without JA4S, whose licence restricts use (see NOTICE). */
    public static List<Protocol> withoutJa4s() {
        return ALL.stream()
                .map(protocol -> protocol.equals(SslParser.PROTOCOL)
                        ? SslParser.protocol(false)
                        : protocol.equals(DtlsParser.PROTOCOL) ? DtlsParser.protocol(false) : protocol)
                .toList();
    }
}
