package io.auscult.core.protocol.rdp;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.ssl.CertificateLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RDP, [MS-RDPBCGR] section 1.3.1.1, up to where it is sealed: one {@code rdp} event when TLS or RDP's own encryption begins, when somebody
 * is logged on, or at the end. The name in the cookie is what the user typed, cut to nine characters by many clients, and proves nothing.
 */
public final class RdpParser implements ProtocolParser {
    public static final EventType RDP = EventType.of("rdp", "How a remote desktop connection began.");
    static final Field COOKIE = RDP.text("cookie", "The user's name as the client tells it beforehand, often cut.");
    static final Field RESULT = RDP.text(
            "result", "encrypted when TLS follows; else why the server refused, or its answer to the settings.");
    static final Field SECURITY_PROTOCOL = RDP.text("security_protocol", "What the server chose.");
    static final Field CLIENT_CHANNELS = RDP.textList("client_channels", "Channels that the client wants.");
    static final Field KEYBOARD_LAYOUT = RDP.text("keyboard_layout", "The client's keyboard by its language.");
    static final Field CLIENT_BUILD = RDP.text("client_build", "The client's version.");
    static final Field CLIENT_NAME = RDP.text("client_name", "What the client's host calls itself.");
    static final Field CLIENT_DIG_PRODUCT_ID = RDP.text("client_dig_product_id", "Identifier of the client's product.");
    static final Field DESKTOP_WIDTH = RDP.count("desktop_width", "Width of the client's desktop, pixels.");
    static final Field DESKTOP_HEIGHT = RDP.count("desktop_height", "Its height.");
    static final Field REQUESTED_COLOR_DEPTH = RDP.text("requested_color_depth", "Colours that the client wants.");
    static final Field CERT_TYPE =
            RDP.text("cert_type", "Kind of the server's certificate, with RDP's own encryption only.");
    static final Field CERT_COUNT = RDP.count("cert_count", "Number of certificates, likewise.");
    static final Field CERT_PERMANENT = RDP.bool("cert_permanent", "Whether the certificate lasts, likewise.");
    static final Field ENCRYPTION_LEVEL = RDP.text("encryption_level", "Level of RDP's own encryption.");
    static final Field ENCRYPTION_METHOD = RDP.text("encryption_method", "Its strength.");
    static final Field REQUESTED_PROTOCOLS =
            RDP.textList("requested_protocols", "What the client offers: RDP, SSL, HYBRID, HYBRID_EX ...");

    public static final Protocol PROTOCOL = new Protocol(
            "rdp",
            true,
            false,
            List.of(RdpProbe.PORT),
            RdpProbe::probe,
            RdpParser::new,
            List.of(RDP, IdentityUse.IDENTITY, HostNames.HOST_NAME, CertificateLog.X509));

    static final int MAX_COOKIE = 256; // bytes
    private static final int MAX_READ = 1 << 20; // bytes of one direction before a session is taken for running

    private static final byte[] NAME = "mstshash=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLIENT_KEY = "Duca".getBytes(StandardCharsets.US_ASCII); // T.124 user data of clients
    private static final byte[] SERVER_KEY = "McDn".getBytes(StandardCharsets.US_ASCII);
    private static final int RESULT_BEFORE_KEY = 4; // bytes
    private static final int CONNECT_INITIAL = 0x7F65; // T.125
    private static final int CONNECT_RESPONSE = 0x7F66;
    private static final int NEGOTIATION_REQUEST = 1;
    private static final int NEGOTIATION_RESPONSE = 2;
    private static final int NEGOTIATION_FAILURE = 3;
    private static final int SERVER_SECURITY = 0x0C02;
    private static final int MIN_SECURITY = 12; // bytes
    private static final int CERTIFICATE_AT = 20; // bytes, random number of the server not counted
    private static final int UNKNOWN = -1;
    private static final int X509 = 2;
    private static final int MAX_CERTIFICATES = 16; // logged; [MS-RDPELE] allows 200

    private final TextSlot cookie = new TextSlot(MAX_COOKIE);
    private final RdpClient client = new RdpClient();
    private final IdentityUse identity = new IdentityUse();
    private final long[] read = new long[2];
    private @Nullable CertificateLog certificates; // made with the first
    private long startNs;
    private boolean started;
    private long requested;
    private boolean negotiates;
    private int chosen;
    private int failure;
    private int result;
    private boolean encrypted;
    private long encryptionMethod;
    private long encryptionLevel;
    private int certType;
    private boolean certPermanent;
    private long certCount;
    private boolean loggedOn;
    private boolean written;

    public RdpParser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!started) {
            started = true;
            startNs = out.nowNs();
        }
        int d = in.direction().ordinal();
        int at = 0;
        while (at < in.length()) {
            int size = messageLength(in, at);
            if (size < 0) {
                return result == UNKNOWN ? REJECT : DONE;
            }
            if (size == 0 || size > in.length() - at) {
                break;
            }
            read[d] += size;
            if (in.u8(at) == RdpProbe.TPKT) {
                onMessage(in, at, size, out);
            }
            at += size;
            if (in.isHandedOver()) {
                break;
            }
            if (encrypted || loggedOn || read[d] > MAX_READ) {
                return DONE;
            }
        }
        return at;
    }

    /** Bytes of the message here: TPKT, or fast-path ([MS-RDPBCGR] 2.2.9.1.2); 0 when that has not come yet, -1 for neither. */
    private int messageLength(StreamView in, int at) {
        int available = in.length() - at;
        if (in.u8(at) == RdpProbe.TPKT) {
            return available < 4 ? 0 : in.u16(at + 2) < 7 ? -1 : in.u16(at + 2);
        }
        if (result == UNKNOWN || (in.u8(at) & 3) != 0) {
            return -1;
        }
        if (available < 3) {
            return 0;
        }
        int first = in.u8(at + 1);
        int size = first < 0x80 ? first : (first & 0x7F) << 8 | in.u8(at + 2);
        return size < 3 ? -1 : size;
    }

    private void onMessage(StreamView in, int at, int size, EventWriter out) {
        switch (in.u8(at + 5)) {
            case RdpProbe.CONNECTION_REQUEST -> onRequest(in, at, size);
            case RdpProbe.CONNECTION_CONFIRM -> onConfirm(in, at, size);
            case RdpProbe.DATA -> onSettings(in, at + 7, at + size, out);
            default -> {}
        }
    }

    /** Cookie or routing token, then what security the client offers, [MS-RDPBCGR] section 2.2.1.1. */
    private void onRequest(StreamView in, int at, int size) {
        int from = at + RdpProbe.HEADER;
        int end = at + size;
        if (from > end) {
            return;
        }
        if (end - from >= RdpProbe.COOKIE.length && in.startsWith(RdpProbe.COOKIE, from)) {
            int line = in.indexOf('\r', from, end);
            int name = from + RdpProbe.COOKIE.length;
            line = line < 0 ? end : line;
            cookie.clear();
            if (line - name >= NAME.length && in.startsWith(NAME, name)) {
                cookie.append(in, name + NAME.length, line - name - NAME.length);
            } else {
                cookie.append("");
            }
            from = Math.min(end, line + 2);
        } else {
            int line = in.indexOf('\r', from, end);
            from = line >= 0 && in.u8(from) != NEGOTIATION_REQUEST ? Math.min(end, line + 2) : from;
        }
        if (end - from >= RdpProbe.NEGOTIATION && in.u8(from) == NEGOTIATION_REQUEST) {
            negotiates = true;
            requested = in.u32le(from + 4);
            if (!cookie.isSet()) {
                cookie.append("");
            }
        }
    }

    private void onConfirm(StreamView in, int at, int size) {
        in.confirm();
        if (size < RdpProbe.HEADER + RdpProbe.NEGOTIATION) {
            return;
        }
        int block = at + RdpProbe.HEADER;
        int code = (int) Math.min(in.u32le(block + 4), 0xFFFF);
        if (in.u8(block) == NEGOTIATION_RESPONSE) {
            chosen = code;
            if (chosen > 0) {
                in.handOver();
            }
        } else if (in.u8(block) == NEGOTIATION_FAILURE) {
            failure = code;
        }
    }

    /** The basic settings exchange, then the login. @param from behind the X.224 header */
    private void onSettings(StreamView in, int from, int end, EventWriter out) {
        if (end - from < 2) {
            return;
        }
        if (in.u16(from) == CONNECT_INITIAL) {
            int blocks = userData(in, CLIENT_KEY, from, end);
            if (blocks > 0) {
                in.confirm();
                client.read(in, blocks, end);
                HostNames.learned(out, in.connection().origHigh, in.connection().origLow, client.name, "rdp");
            }
        } else if (in.u16(from) == CONNECT_RESPONSE) {
            int key = find(in, SERVER_KEY, from, end);
            int blocks = userData(in, SERVER_KEY, from, end);
            if (blocks > 0 && key - RESULT_BEFORE_KEY >= from) {
                in.confirm();
                result = in.u8(key - RESULT_BEFORE_KEY);
                readServer(in, blocks, end, out);
            }
        } else if (in.direction() == Direction.ORIG) {
            RdpLogin.readInfo(in, from, end, identity);
        } else {
            loggedOn = RdpLogin.isLoggedOn(in, from, end);
        }
    }

    /** Where the data blocks begin that this key announces, behind their length; -1 for none. */
    private static int userData(StreamView in, byte[] key, int from, int end) {
        int at = find(in, key, from, end);
        if (at < 0 || at + key.length + 2 > end) {
            return -1;
        }
        return at + key.length + (in.u8(at + key.length) < 0x80 ? 1 : 2);
    }

    private static int find(StreamView in, byte[] key, int from, int end) {
        int at = in.indexOf(key[0], from, end);
        while (at >= 0 && (at + key.length > end || !in.startsWith(key, at))) {
            at = in.indexOf(key[0], at + 1, end);
        }
        return at;
    }

    private void readServer(StreamView in, int from, int end, EventWriter out) {
        int at = from;
        while (at + 4 <= end) {
            int size = in.u16le(at + 2);
            if (size < 4 || size > end - at) {
                return;
            }
            if (in.u16le(at) == SERVER_SECURITY && size >= MIN_SECURITY) {
                readSecurity(in, at, size, out);
            }
            at += size;
        }
    }

    private void readSecurity(StreamView in, int at, int size, EventWriter out) {
        encryptionMethod = in.u32le(at + 4);
        encryptionLevel = in.u32le(at + 8);
        if (encryptionMethod > 0 && encryptionLevel > 0) {
            encrypted = true;
            chosen = 0;
        }
        if (size < CERTIFICATE_AT) {
            return;
        }
        long certificate = CERTIFICATE_AT + in.u32le(at + 12);
        if (certificate + 8 > size) {
            return;
        }
        int place = at + (int) certificate;
        long version = in.u32le(place);
        certType = (int) (version & 0xFFFF);
        certPermanent = (version & 0x8000_0000L) == 0;
        certCount = certType == X509 ? in.u32le(place + 4) : 1;
        if (certType == X509) {
            logCertificates(in, place + 8, at + size, out);
        }
    }

    /** [MS-RDPELE] 2.2.1.4.2: each behind four bytes of length, the server's own at the end. */
    private void logCertificates(StreamView in, int from, int end, EventWriter out) {
        int next = from;
        for (long left = Math.min(certCount, MAX_CERTIFICATES); left > 0 && next + 4 <= end; left--) {
            long length = in.u32le(next);
            if (length > end - next - 4) {
                return;
            }
            if (certificates == null) {
                certificates = new CertificateLog();
            }
            certificates.write(in, next + 4, (int) length, left == 1, false, "rdp", out);
            next += 4 + (int) length;
        }
    }

    private void write(EventWriter out) {
        boolean known = cookie.isSet() || client.isSeen() || failure != UNKNOWN || chosen > 0 || result != UNKNOWN;
        if (written || !known) {
            return;
        }
        written = true;
        out.begin(RDP, startNs);
        cookie.to(out, COOKIE);
        if (failure != UNKNOWN) {
            RdpNames.FAILURES.to(out, RESULT, failure);
        } else if (result != UNKNOWN) {
            RdpNames.RESULTS.to(out, RESULT, result);
        } else if (chosen > 0) {
            out.set(RESULT, "encrypted");
        }
        if (chosen != UNKNOWN) {
            RdpNames.PROTOCOLS.to(out, SECURITY_PROTOCOL, chosen);
        }
        client.write(out);
        if (certType > 0) {
            RdpNames.CERTIFICATES.to(out, CERT_TYPE, certType);
            out.set(CERT_PERMANENT, certPermanent);
        }
        out.set(CERT_COUNT, certCount);
        if (result != UNKNOWN) {
            RdpNames.ENCRYPTION_LEVELS.to(out, ENCRYPTION_LEVEL, (int) Math.min(encryptionLevel, 0xFFFF));
            RdpNames.ENCRYPTION_METHODS.to(out, ENCRYPTION_METHOD, (int) Math.min(encryptionMethod, 0xFFFF));
        }
        writeRequested(out);
        out.end();
        writeIdentity(out);
    }

    private void writeRequested(EventWriter out) {
        if (!negotiates) {
            return;
        }
        out.beginList(REQUESTED_PROTOCOLS);
        if (requested == 0) {
            out.add("RDP");
        }
        for (int bit = 1; bit <= 16; bit <<= 1) {
            String name = RdpNames.PROTOCOLS.name(bit);
            if ((requested & bit) != 0 && name != null) {
                out.add(name);
            }
        }
        out.endList();
    }

    /** The login where it could be read; else the name in the cookie, of which nothing more is seen. */
    private void writeIdentity(EventWriter out) {
        if (identity.user().length() == 0) {
            int backslash = 0;
            while (backslash < cookie.length() && cookie.bytes()[backslash] != '\\') {
                backslash++;
            }
            int from = backslash < cookie.length() ? backslash + 1 : 0;
            identity.domain().clear();
            if (from > 0) {
                identity.domain().append(cookie.bytes(), 0, backslash);
            }
            identity.user().append(cookie.bytes(), from, cookie.length() - from);
        }
        if (identity.user().length() == 0) {
            identity.clear();
            return;
        }
        if (client.name.length() > 0) {
            identity.clientName().append(client.name);
        }
        Outcome outcome = failure != UNKNOWN ? Outcome.FAILURE : loggedOn ? Outcome.SUCCESS : Outcome.UNKNOWN;
        if (failure != UNKNOWN) {
            String name = RdpNames.FAILURES.name(failure);
            identity.reason().append(name == null ? "unknown" : name);
        }
        boolean nla = chosen > 1;
        identity.write(out, "rdp", nla ? "nla" : "password", chosen > 0 ? "TLS" : encrypted ? "RDP" : "", outcome);
    }

    @Override
    public void onEnd(EventWriter out) {
        write(out);
    }

    @Override
    public void reset() {
        cookie.clear();
        client.reset();
        identity.clear();
        read[0] = 0;
        read[1] = 0;
        started = false;
        requested = 0;
        negotiates = false;
        chosen = UNKNOWN;
        failure = UNKNOWN;
        result = UNKNOWN;
        encrypted = false;
        encryptionMethod = 0;
        encryptionLevel = 0;
        certType = 0;
        certPermanent = false;
        certCount = 0;
        loggedOn = false;
        written = false;
    }
}
