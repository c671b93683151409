package io.auscult.core.protocol.tds;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.util.Arrays;
import java.util.List;

/**
 * TDS, [MS-TDS], up to the end of the login: one {@code tds} event with its outcome. TLS travels inside TDS packets at first; where it
 * seals the login alone, the server's answer is in clear again.
 */
public final class TdsParser implements ProtocolParser {
    public static final EventType TDS = EventType.of("tds", "A login to Microsoft SQL Server.");
    static final Field VERSION = TDS.text("version", "Version of TDS that the client speaks.");
    static final Field USER = TDS.text("user", "Who logs in; empty for Windows authentication.");
    static final Field CLIENT_NAME = TDS.text("client_name", "What the client's host calls itself.");
    static final Field APPLICATION = TDS.text("application", "The client's program.");
    static final Field LIBRARY = TDS.text("library", "Its library.");
    static final Field SERVER_NAME =
            TDS.text("server_name", "The server as the client names it, else as it names itself.");
    static final Field DATABASE = TDS.text("database", "The database asked for, else the one in use after the login.");
    static final Field ENCRYPTION =
            TDS.text("encryption", "What TLS seals: nothing (none), the login, or everything (all).");
    static final Field MECHANISM = TDS.text("mechanism", "password, ntlm, kerberos; sealed when it could not be seen.");
    static final Field SUCCESS = TDS.bool("success", "Whether the server let the client in.");
    static final Field ERROR = TDS.count("error", "The server's error number; 18456 is a failed login.");
    static final Field MESSAGE = TDS.text("message", "The server's words for it.");
    static final Field SERVER_PROGRAM = TDS.text("server_program", "What the server says it is.");

    private static final int PORT = 1433;

    public static final Protocol PROTOCOL = new Protocol(
            "tds",
            true,
            false,
            List.of(PORT),
            TdsProbe::probe,
            TdsParser::new,
            List.of(TDS, IdentityUse.IDENTITY, HostNames.HOST_NAME));

    /** Bytes of a message that is put together from its packets. */
    static final int MAX_MESSAGE = 1 << 16;

    private static final int END_OF_MESSAGE = 1;
    private static final int MAX_IDLE = 1 << 13; // bytes that stay with an idle parser
    private static final int TLS_HEADER = 5; // bytes of a record's header
    private static final int TLS_FIRST = 0x14; // types of records
    private static final int TLS_LAST = 0x17;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int MAX_REPLIES = 16; // that may come before the login's outcome

    private final TdsLogin login = new TdsLogin();
    private final TdsReply reply = new TdsReply();
    private final GssReader gss = new GssReader("tds");
    private final IdentityUse identity = new IdentityUse();
    private final StreamView message = new StreamView();
    private final StreamView token = new StreamView();
    private final int[] encryption = {TdsLogin.UNKNOWN, TdsLogin.UNKNOWN};
    private byte[] joined = new byte[0];
    private long startNs;
    private boolean started;
    private boolean sealed;
    private boolean loginSealed;
    private boolean written;
    private int replies;

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!started) {
            started = true;
            startNs = out.nowNs();
        }
        int at = 0;
        while (at < in.length()) {
            int size = onMessage(in, at, out);
            if (size < 0) {
                return size;
            }
            if (size == 0) {
                break;
            }
            at += size;
        }
        return at;
    }

    private int onMessage(StreamView in, int at, EventWriter out) {
        if (sealed && in.u8(at) >= TLS_FIRST && in.u8(at) <= TLS_LAST) {
            return onRecord(in, at);
        }
        int size = join(in, at);
        if (size <= 0) {
            return size == 0 ? 0 : login.isSeen() || sealed ? DONE : REJECT;
        }
        switch (in.u8(at)) {
            case TdsProbe.PRELOGIN -> onPrelogin(in);
            case TdsProbe.LOGIN7 -> onLogin(in, out);
            case TdsProbe.SSPI -> gss.token(message, out);
            case TdsProbe.REPLY -> {
                if (onReply(in, out)) {
                    return DONE;
                }
            }
            default -> {
                return login.isSeen() || sealed ? DONE : REJECT;
            }
        }
        return size;
    }

    /** A bare TLS record: the login, or everything from here on. */
    private int onRecord(StreamView in, int at) {
        if (in.length() - at < TLS_HEADER) {
            return 0;
        }
        if (in.direction() == Direction.RESP && in.u8(at) == TLS_LAST) {
            return DONE; // no answer will be readable
        }
        loginSealed = true;
        int size = TLS_HEADER + in.u16(at + 3);
        return size > in.length() - at ? 0 : size;
    }

    /**
     * Makes {@link #message} the content of the message that begins here, joined from its packets.
     *
     * @return its bytes with all headers; 0 for "wait for more", -1 for what is no message
     */
    private int join(StreamView in, int at) {
        int length = 0;
        int next = at;
        boolean last = false;
        while (!last) {
            if (in.length() - next < TdsProbe.HEADER) {
                return 0;
            }
            int size = in.u16(next + 2);
            if (size < TdsProbe.HEADER || in.u8(next) != in.u8(at) || length + size > MAX_MESSAGE) {
                return -1;
            }
            if (size > in.length() - next) {
                return 0;
            }
            last = (in.u8(next + 1) & END_OF_MESSAGE) != 0;
            length += size - TdsProbe.HEADER;
            next += size;
        }
        if (next - at == length + TdsProbe.HEADER) {
            message.sub(in, at + TdsProbe.HEADER, length);
            return next - at;
        }
        if (joined.length < length) {
            joined = new byte[length];
        }
        int to = 0;
        for (int from = at; from < next; from += in.u16(from + 2)) {
            int size = in.u16(from + 2) - TdsProbe.HEADER;
            System.arraycopy(in.array(), in.arrayOffset() + from + TdsProbe.HEADER, joined, to, size);
            to += size;
        }
        message.wrap(joined, 0, length, in.direction(), false, in.connection());
        return next - at;
    }

    private void onPrelogin(StreamView in) {
        if (message.length() > TLS_HEADER && message.u8(0) >= TLS_FIRST && message.u8(0) <= TLS_LAST) {
            if (!sealed && message.u8(0) == TLS_HANDSHAKE) {
                sealed = true;
                in.confirm();
                in.confirm("ssl");
            }
            return;
        }
        encryption[in.direction().ordinal()] = TdsLogin.encryption(message);
    }

    private void onLogin(StreamView in, EventWriter out) {
        if (!login.read(message)) {
            return;
        }
        in.confirm();
        HostNames.learned(out, in.connection().origHigh, in.connection().origLow, login.client, "tds");
        if (login.sspiLength > 0) {
            gss.token(token.sub(message, login.sspiAt, login.sspiLength), out);
        }
    }

    /** @return whether the login is over */
    private boolean onReply(StreamView in, EventWriter out) {
        if (!login.isSeen() && !loginSealed) {
            encryption[in.direction().ordinal()] = TdsLogin.encryption(message); // the answer to PRELOGIN
            return false;
        }
        reply.read(message);
        if (reply.sspiLength > 0) {
            gss.token(token.sub(message, reply.sspiAt, reply.sspiLength), out);
        }
        if (!reply.accepted && reply.error == 0) {
            return ++replies > MAX_REPLIES;
        }
        return true;
    }

    private void write(EventWriter out) {
        if (written || !login.isSeen() && !sealed) {
            return;
        }
        written = true;
        boolean isKnown = reply.accepted || reply.error != 0;
        out.begin(TDS, startNs);
        writeVersion(out);
        notEmpty(login.user, out, USER);
        notEmpty(login.client, out, CLIENT_NAME);
        notEmpty(login.application, out, APPLICATION);
        notEmpty(login.library, out, LIBRARY);
        notEmpty(login.server.length() > 0 ? login.server : reply.server, out, SERVER_NAME);
        notEmpty(login.database.length() > 0 ? login.database : reply.database, out, DATABASE);
        boolean onlyLogin = encryption[0] == TdsLogin.ENCRYPT_OFF && encryption[1] == TdsLogin.ENCRYPT_OFF;
        out.set(ENCRYPTION, !sealed ? "none" : onlyLogin ? "login" : "all");
        out.set(MECHANISM, mechanism());
        if (isKnown) {
            out.set(SUCCESS, reply.accepted);
        }
        if (reply.error != 0) {
            out.set(ERROR, reply.error);
        }
        notEmpty(reply.message, out, MESSAGE);
        notEmpty(reply.program, out, SERVER_PROGRAM);
        out.end();
        writeIdentity(out);
    }

    private String mechanism() {
        if (!login.isSeen()) {
            return "sealed";
        }
        return login.sspiLength == 0 ? "password" : gss.mechanism().isEmpty() ? "sspi" : gss.mechanism();
    }

    private void writeIdentity(EventWriter out) {
        Outcome outcome = reply.accepted ? Outcome.SUCCESS : reply.error != 0 ? Outcome.FAILURE : Outcome.UNKNOWN;
        if (login.sspiLength > 0) {
            gss.outcome(outcome, reply.message, out);
        } else if (login.user.length() > 0) {
            copy(login.user, identity.user());
            copy(login.client, identity.clientName());
            copy(login.database.length() > 0 ? login.database : reply.database, identity.service());
            copy(login.server.length() > 0 ? login.server : reply.server, identity.serverName());
            copy(reply.message, identity.reason());
            identity.cleartext(login.hasPassword); // only mixed, section 2.2.6.4
            identity.write(out, "tds", "password", "", outcome);
        }
    }

    private static void copy(TextSlot from, TextSlot to) {
        if (from.length() > 0) {
            to.append(from);
        }
    }

    private void writeVersion(EventWriter out) {
        String name = switch (login.version >>> 24) {
            case 0x70 -> "7.0";
            case 0x71 -> "7.1";
            case 0x72 -> "7.2";
            case 0x73 -> "7.3";
            case 0x74 -> "7.4";
            default -> "";
        };
        if (!name.isEmpty()) {
            out.set(VERSION, name);
        }
    }

    private static void notEmpty(TextSlot text, EventWriter out, Field field) {
        if (text.length() > 0) {
            text.to(out, field);
        }
    }

    @Override
    public void onEnd(EventWriter out) {
        write(out);
    }

    @Override
    public void reset() {
        login.reset();
        reply.reset();
        gss.reset();
        identity.clear();
        Arrays.fill(encryption, TdsLogin.UNKNOWN);
        if (joined.length > MAX_IDLE) {
            joined = new byte[0];
        }
        started = false;
        sealed = false;
        loginSealed = false;
        written = false;
        replies = 0;
    }
}
