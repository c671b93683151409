package io.auscult.export.eve;

import static io.auscult.export.eve.Members.all;
import static io.auscult.export.eve.Members.begins;
import static io.auscult.export.eve.Members.constant;
import static io.auscult.export.eve.Members.object;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.krb.KrbCodes;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.nio.charset.StandardCharsets;

/** A Kerberos exchange as a {@code krb5} record: the answer, or the request when none was seen. */
final class KerberosShape {
    private static final Key CLIENT = new Key("cname");
    private static final Key REALM = new Key("realm");
    private static final Key ERROR = new Key("error_code");
    private static final int MAX_CODE = 127;
    private static final byte[][] WEAK = {
        "des-".getBytes(StandardCharsets.ISO_8859_1), "rc4-".getBytes(StandardCharsets.ISO_8859_1)
    };
    private static final String[] REQUESTS = {"AS", "KRB_AS_REQ", "TGS", "KRB_TGS_REQ", "AP", "KRB_AP_REQ"};
    private static final String[] REPLIES = {"AS", "KRB_AS_REP", "TGS", "KRB_TGS_REP", "AP", "KRB_AP_REP"};

    private KerberosShape() {}

    static Shape of(Members m) {
        byte[][] errors = new byte[MAX_CODE + 1][]; // made when they first come
        Field code = m.field("error_code");
        Field success = m.field("success");
        Part request = m.words("msg_type", "message", REQUESTS);
        Part reply = m.words("msg_type", "message", REPLIES);
        Part error = all(
                constant("msg_type", "KRB_ERROR"),
                m.words("failed_request", "message", REQUESTS),
                (line, event) -> errorName(line, errors, (int) event.number(code)));
        return Shape.of(
                EveType.KRB5,
                object(
                        "krb5",
                        (line, event) -> {
                            Part kind = event.has(code) && event.number(code) != 0
                                    ? error
                                    : event.flag(success) ? reply : request;
                            kind.write(line, event);
                        },
                        client(m),
                        m.either("ticket_service", m.text("sname", "ticket_service"), m.text("sname", "service")),
                        m.text("encryption", "reply_cipher"),
                        weak(m, "weak_encryption", "reply_cipher"),
                        m.either("ticket_cipher", ticket(m, "ticket_cipher"), ticket(m, "cipher"))));
    }

    /** By the number: what the server says in words differs from server to server. */
    private static void errorName(JsonLine line, byte[][] errors, int code) {
        if (code < 0 || code > MAX_CODE) {
            line.key(ERROR).text(KrbCodes.error(code));
            return;
        }
        if (errors[code] == null) {
            errors[code] = KrbCodes.error(code).getBytes(StandardCharsets.ISO_8859_1);
        }
        line.key(ERROR).text(errors[code], 0, errors[code].length);
    }

    private static Part ticket(Members m, String cipher) {
        return all(m.text("ticket_encryption", cipher), weak(m, "ticket_weak_encryption", cipher));
    }

    private static Part weak(Members m, String key, String field) {
        Key name = new Key(key);
        Field cipher = m.field(field);
        return (line, event) -> {
            if (event.length(cipher) > 0) {
                line.key(name).bool(begins(event, cipher, WEAK[0]) || begins(event, cipher, WEAK[1]));
            }
        };
    }

    /** The log has name and realm in one text, with a slash before the realm. */
    private static Part client(Members m) {
        Field client = m.field("client");
        Part realm = m.either("ticket_realm", m.text("realm", "ticket_realm"), m.text("realm", "realm"));
        return (line, event) -> {
            int length = event.length(client);
            int slash = lastSlash(event, client, length);
            if (slash < 0) {
                realm.write(line, event);
                return;
            }
            text(line, CLIENT, event, event.offset(client), slash);
            text(line, REALM, event, event.offset(client) + slash + 1, length - slash - 1);
        };
    }

    private static int lastSlash(Event event, Field client, int length) {
        int at = length - 1;
        while (at >= 0 && event.bytes()[event.offset(client) + at] != '/') {
            at--;
        }
        return at;
    }

    private static void text(JsonLine line, Key key, Event event, int offset, int length) {
        if (length > 0) {
            line.key(key).text(event.bytes(), offset, length);
        }
    }
}
