package io.auscult.export.eve;

import static io.auscult.export.eve.EveType.ANOMALY;
import static io.auscult.export.eve.EveType.DCERPC;
import static io.auscult.export.eve.EveType.DHCP;
import static io.auscult.export.eve.EveType.DNS;
import static io.auscult.export.eve.EveType.FILEINFO;
import static io.auscult.export.eve.EveType.FTP;
import static io.auscult.export.eve.EveType.HTTP;
import static io.auscult.export.eve.EveType.RDP;
import static io.auscult.export.eve.EveType.SMTP;
import static io.auscult.export.eve.EveType.SNMP;
import static io.auscult.export.eve.EveType.SSH;
import static io.auscult.export.eve.Members.all;
import static io.auscult.export.eve.Members.constant;
import static io.auscult.export.eve.Members.list;
import static io.auscult.export.eve.Members.number;
import static io.auscult.export.eve.Members.object;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** Which records events become, by the name of their log. What two events say together is remembered, so one for each output; one thread. */
final class Shapes {
    private final Certificates certificates = new Certificates();
    private final WindowsShapes windows = new WindowsShapes();

    /** @return none when Suricata has nothing like it */
    List<Shape> of(EventType type) {
        Members m = new Members(type);
        return switch (type.name()) {
            case "conn" -> List.of(FlowShape.of(m));
            case "weird" -> List.of(anomaly(m));
            case "dns" -> dns(m);
            case "http" -> List.of(http(m));
            case "ssl" -> List.of(TlsShape.of(m, certificates));
            case "x509" -> List.of(certificates.shape(m));
            case "ssh" -> List.of(ssh(m));
            case "smtp" -> List.of(smtp(m));
            case "ftp" -> List.of(ftp(m));
            case "rdp" -> List.of(rdp(m));
            case "dhcp" -> List.of(dhcp(m));
            case "snmp" -> List.of(snmp(m));
            case "files" -> List.of(files(m));
            case "ldap" -> List.of(LdapShapes.operation(m));
            case "ldap_search" -> List.of(LdapShapes.search(m));
            case "smb_files" -> List.of(windows.file(m));
            case "smb_mapping" -> List.of(windows.mapping(m));
            case "smb_session" -> List.of(windows.session(m));
            case "kerberos" -> List.of(KerberosShape.of(m));
            case "dce_rpc" -> List.of(rpc(m));
            default -> List.of();
        };
    }

    /** What the path of packets and the parsers found odd. */
    private static Shape anomaly(Members m) {
        byte[] decode = "decode".getBytes(StandardCharsets.ISO_8859_1);
        byte[] tcp = "tcp".getBytes(StandardCharsets.ISO_8859_1);
        Field source = m.field("source");
        Part parser = all(
                constant("type", "applayer"),
                (line, event) -> lower(line, APP_PROTO, event, source),
                m.text("event", "name"),
                constant("layer", "proto_parser"));
        Part below = all(m.words("type", "source", "decode", "decode", "tcp", "stream"), m.text("event", "name"));
        return Shape.of(
                ANOMALY,
                object(
                        "anomaly",
                        (line, event) -> (event.textEquals(source, decode) || event.textEquals(source, tcp)
                                        ? below
                                        : parser)
                                .write(line, event)));
    }

    private static final Key APP_PROTO = new Key("app_proto");

    private static void lower(JsonLine line, Key key, Event event, Field field) {
        int begin = line.key(key).length();
        line.text(event.bytes(), event.offset(field), event.length(field));
        Pieces.lower(line, begin);
    }

    /** As Suricata's third version has it: a record for the query and one for the reply. */
    private static List<Shape> dns(Members m) {
        Field rtt = m.field("rtt");
        Field rcode = m.field("rcode");
        Part question = list("queries", m.text("rrname", "query"), m.text("rrtype", "qtype_name"));
        Part begin = all(number("version", 3), m.count("tx_id", "trans_id"), m.count("id", "trans_id"));
        Predicate<Event> isAnswered = event -> event.has(rcode);
        Shape query = new Shape(
                DNS,
                event -> event.has(rtt) || !event.has(rcode),
                Event::timestampNs,
                Members.NOTHING,
                object(
                        "dns",
                        constant("type", "request"),
                        begin,
                        m.bool("rd", "RD"),
                        m.count("opcode", "opcode"),
                        question));
        Shape reply = new Shape(
                DNS,
                isAnswered,
                event -> event.timestampNs() + event.number(rtt),
                Members.NOTHING,
                object(
                        "dns",
                        constant("type", "response"),
                        begin,
                        QR,
                        m.bool("aa", "AA"),
                        m.bool("tc", "TC"),
                        m.bool("rd", "RD"),
                        m.bool("ra", "RA"),
                        m.count("opcode", "opcode"),
                        m.text("rcode", "rcode_name"),
                        question,
                        Pieces.answers(m)));
        return List.of(query, reply);
    }

    private static final Key QR_TRUE = Key.of(",\"qr\":true");
    private static final Part QR = (line, event) -> line.key(QR_TRUE);

    private static Shape http(Members m) {
        return Shape.of(
                HTTP,
                all(
                        m.count("tx_id", "trans_depth"),
                        object(
                                "http",
                                Pieces.hostAndPort(m),
                                m.text("url", "uri"),
                                m.text("http_user_agent", "user_agent"),
                                Pieces.first(m, "http_content_type", "resp_mime_types"),
                                m.text("http_refer", "referrer"),
                                m.text("http_method", "method"),
                                m.prefixed("protocol", "HTTP/", "version"),
                                m.count("status", "status_code"),
                                m.count("length", "response_body_len"))));
    }

    private static Shape ssh(Members m) {
        return Shape.of(
                SSH,
                object(
                        "ssh",
                        object("client", Pieces.identification(m, "client"), hassh(m, "hassh")),
                        object("server", Pieces.identification(m, "server"), hassh(m, "hasshServer"))));
    }

    private static Part hassh(Members m, String field) {
        return object("hassh", m.text("hash", field));
    }

    private static Shape smtp(Members m) {
        return Shape.of(
                SMTP,
                all(
                        m.count("tx_id", "trans_depth"),
                        object(
                                "smtp",
                                m.text("helo", "helo"),
                                m.text("mail_from", "mailfrom"),
                                m.texts("rcpt_to", "rcptto")),
                        object(
                                "email",
                                m.text("from", "from"),
                                m.texts("to", "to"),
                                m.texts("cc", "cc"),
                                m.text("date", "date"),
                                m.text("message_id", "msg_id"),
                                m.text("x_mailer", "user_agent"))));
    }

    private static Shape ftp(Members m) {
        Part mode = m.either(
                "data_channel.passive",
                (line, event) -> (event.flag(m.field("data_channel.passive")) ? PASSIVE : ACTIVE).write(line, event),
                Members.NOTHING);
        return Shape.of(
                FTP,
                object(
                        "ftp",
                        m.text("command", "command"),
                        m.text("command_data", "arg"),
                        m.single("completion_code", m.digits("reply_code")),
                        m.single("reply", m.elementOf("reply_msg")),
                        m.count("dynamic_port", "data_channel.resp_p"),
                        mode));
    }

    private static final Part PASSIVE = constant("mode", "passive");
    private static final Part ACTIVE = constant("mode", "active");

    private static Shape rdp(Members m) {
        return Shape.of(
                RDP,
                object(
                        "rdp",
                        m.either(
                                "client_name",
                                constant("event_type", "connect_request"),
                                constant("event_type", "initial_request")),
                        m.text("cookie", "cookie"),
                        object(
                                "client",
                                m.text("version", "client_build"),
                                m.count("desktop_width", "desktop_width"),
                                m.count("desktop_height", "desktop_height"),
                                m.text("keyboard_layout", "keyboard_layout"),
                                m.text("client_name", "client_name"),
                                m.text("id", "client_dig_product_id")),
                        m.texts("channels", "client_channels")));
    }

    /** Of a whole exchange: the addresses are those of client and server, the kind of message is the last one's. */
    private static Shape dhcp(Members m) {
        return Shape.of(
                DHCP,
                all(
                        m.address("src_ip", "client_addr"),
                        m.address("dest_ip", "server_addr"),
                        object(
                                "dhcp",
                                m.either("assigned_addr", constant("type", "reply"), constant("type", "request")),
                                m.text("client_mac", "mac"),
                                m.address("assigned_ip", "assigned_addr"),
                                m.address("client_ip", "client_addr"),
                                m.address("requested_ip", "requested_addr"),
                                Pieces.lastMessage(m),
                                m.seconds("lease_time", "lease_time"),
                                m.text("hostname", "host_name"),
                                m.text("vendor_class_identifier", "client_software"))));
    }

    private static Shape snmp(Members m) {
        return Shape.of(
                SNMP,
                object(
                        "snmp",
                        Pieces.snmpVersion(m),
                        Pieces.snmpKind(m),
                        m.either("user", m.text("usm", "user"), m.text("community", "community")),
                        m.texts("vars", "oids")));
    }

    private static Shape files(Members m) {
        Field missing = m.field("missing_bytes");
        Field seen = m.field("seen_bytes");
        Field timedOut = m.field("timedout");
        Part closed = constant("state", "CLOSED");
        Part truncated = constant("state", "TRUNCATED");
        Key gaps = new Key("gaps");
        Key size = new Key("size");
        Field source = m.field("source");
        return new Shape(
                FILEINFO,
                event -> true,
                Event::timestampNs,
                (line, event) -> lower(line, APP_PROTO, event, source),
                object(
                        "fileinfo",
                        m.text("filename", "filename"),
                        m.text("magic", "mime_type"),
                        (line, event) -> line.key(gaps).bool(event.number(missing) > 0),
                        (line, event) -> (event.number(missing) > 0 || event.flag(timedOut) ? truncated : closed)
                                .write(line, event),
                        m.text("md5", "md5"),
                        m.text("sha1", "sha1"),
                        m.text("sha256", "sha256"),
                        m.either("extracted", STORED, NOT_STORED),
                        (line, event) -> line.key(size).unsigned(event.number(seen))));
    }

    private static final Key STORED_TRUE = Key.of(",\"stored\":true");
    private static final Key STORED_FALSE = Key.of(",\"stored\":false");
    private static final Part STORED = (line, event) -> line.key(STORED_TRUE);
    private static final Part NOT_STORED = (line, event) -> line.key(STORED_FALSE);

    private static Shape rpc(Members m) {
        return Shape.of(
                DCERPC,
                object(
                        "dcerpc",
                        constant("request", "REQUEST"),
                        m.either("response_bytes", constant("response", "RESPONSE"), constant("response", "UNREPLIED")),
                        m.count("call_id", "call_id"),
                        object("req", m.count("opnum", "opnum"), m.count("stub_data_size", "request_bytes")),
                        object("res", m.count("stub_data_size", "response_bytes")),
                        list(
                                "interfaces",
                                m.text("uuid", "uuid"),
                                m.text("service", "endpoint"),
                                m.text("procedure", "operation")),
                        constant("rpc_version", "5.0")));
    }
}
