package io.auscult.core.protocol.sasl;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.line.Base64Text;
import io.auscult.core.protocol.line.Line;

/**
 * One try to log in by SASL, RFC 4422, as SMTP, IMAP, POP3, XMPP and IRC carry it: Base64. Reads the user's name and no secret. Part of the
 * carrying parser, reused; writes one {@code identity} event a try.
 */
public final class SaslExchange {
    static final int MAX_TOKEN = 1 << 13;

    private static final int MAX_MECHANISM = 24; // bytes; RFC 4422 section 3.1 allows 20
    private static final int MAX_SPARE = 256; // bytes of memory that stay with an idle exchange

    /** What carries the user's name. */
    private enum Mechanism {
        PLAIN("PLAIN", "plain"),
        LOGIN("LOGIN", "login"),
        CRAM_MD5("CRAM-MD5", "cram-md5"),
        DIGEST_MD5("DIGEST-MD5", "digest-md5"),
        SCRAM("SCRAM-", "scram"),
        NTLM("NTLM", "ntlm"),
        GSSAPI("GSSAPI", "gssapi"),
        GSS_SPNEGO("GSS-SPNEGO", "gssapi"),
        XOAUTH2("XOAUTH2", "oauth"),
        OAUTHBEARER("OAUTHBEARER", "oauth"),
        EXTERNAL("EXTERNAL", "external"),
        ANONYMOUS("ANONYMOUS", "anonymous"),
        OTHER("", "sasl");

        final String sign;
        final String word;

        Mechanism(String sign, String word) {
            this.sign = sign;
            this.word = word;
        }
    }

    private static final Mechanism[] MECHANISMS = Mechanism.values();

    private final String protocol;
    private final IdentityUse identity = new IdentityUse();
    private final TextSlot token = new TextSlot(MAX_TOKEN);
    private final GssReader gss;
    private final StreamView view = new StreamView();
    private Mechanism mechanism = Mechanism.OTHER;
    private int answers;
    private boolean open;

    /** @param protocol what carries it, as in {@code conn.service} */
    public SaslExchange(String protocol) {
        this.protocol = protocol;
        gss = new GssReader(protocol);
    }

    public boolean isOpen() {
        return open;
    }

    /** Names of client and server may be set here after {@link #begin}. */
    public IdentityUse identity() {
        return identity;
    }

    /** A try begins: {@code [from, to)} of the line is the mechanism's name. What was open has no outcome. */
    public void begin(Line line, int from, int to, EventWriter out) {
        end(out);
        open = true;
        mechanism = Mechanism.OTHER;
        for (Mechanism known : MECHANISMS) {
            boolean prefix = known == Mechanism.SCRAM;
            if (prefix ? to - from < MAX_MECHANISM && line.has(known.sign, from) : line.is(known.sign, from, to)) {
                mechanism = known;
                break;
            }
        }
    }

    /** A try begins with the mechanism's name at {@code from} and perhaps, behind it, the client's first message. */
    public void begin(StreamView in, Line line, int from, EventWriter out) {
        int end = line.wordEnd(from);
        begin(line, from, end, out);
        client(in, line, line.skipSpace(end), out);
    }

    /** A message of the client that fills the rest of the line; nothing where the line was cut. */
    public void client(StreamView in, Line line, int from, EventWriter out) {
        if (!line.isCut()) {
            client(in, from, line.trimEnd(from, line.to()), out);
        }
    }

    /** A message of the client: {@code [from, to)} is Base64, {@code =} alone is an empty one. */
    public void client(StreamView in, int from, int to, EventWriter out) {
        if (!open || to <= from) {
            return;
        }
        answers++;
        TextSlot user = identity.user();
        switch (mechanism) {
            case PLAIN -> plain(in, from, to);
            case LOGIN -> {
                if (answers == 1) {
                    Base64Text.decode(in, from, to, user);
                } else {
                    identity.cleartext(true);
                }
            }
            case CRAM_MD5 -> Base64Text.decode(in, from, to, ' ', 1, user);
            case DIGEST_MD5 -> named(in, from, to, "username=", '"');
            case SCRAM -> named(in, from, to, ",n=", ',');
            case XOAUTH2 -> {
                identity.cleartext(true);
                named(in, from, to, "user=", 1);
            }
            case OAUTHBEARER -> {
                identity.cleartext(true);
                named(in, from, to, "a=", ',');
            }
            case EXTERNAL, ANONYMOUS -> Base64Text.decode(in, from, to, user);
            case NTLM, GSSAPI, GSS_SPNEGO -> gss(in, from, to, out);
            case OTHER -> {}
        }
    }

    /** A message of the server. */
    public void server(StreamView in, int from, int to, EventWriter out) {
        if (open && isGss()) {
            gss(in, from, to, out);
        }
    }

    private boolean isGss() {
        return mechanism == Mechanism.NTLM || mechanism == Mechanism.GSSAPI || mechanism == Mechanism.GSS_SPNEGO;
    }

    private void gss(StreamView in, int from, int to, EventWriter out) {
        token.clear();
        Base64Text.decode(in, from, to, token);
        if (token.length() > 0 && !token.isFull()) {
            gss.token(view.wrap(token.bytes(), 0, token.length(), in.direction(), false, in.connection()), out);
        }
        token.clear();
    }

    /** RFC 4616: whom to act as, NUL, who, NUL, and the password, which is left alone. */
    private void plain(StreamView in, int from, int to) {
        token.clear();
        int parts = Base64Text.decode(in, from, to, 0, 2, token);
        if (parts < 2) {
            return; // not what it should be: it might as well be a secret
        }
        identity.cleartext(true);
        int start = 0;
        while (start < token.length() && token.bytes()[start] != 0) {
            start++;
        }
        int length = token.length() - start - 1;
        if (length > 0) {
            identity.user().append(token.bytes(), start + 1, length);
        } else {
            identity.user().append(token.bytes(), 0, start);
        }
    }

    /** What stands behind a name, in quotes perhaps, up to an end. */
    private void named(StreamView in, int from, int to, String name, int end) {
        if (identity.user().length() > 0) {
            return;
        }
        token.clear();
        Base64Text.decode(in, from, to, token);
        byte[] bytes = token.bytes();
        for (int at = 0; at + name.length() <= token.length(); at++) {
            if (matches(name, at)) {
                int start = at + name.length();
                if (start < token.length() && bytes[start] == '"') {
                    start++;
                }
                for (int i = start; i < token.length() && bytes[i] != end; i++) {
                    identity.user().append(bytes[i]);
                }
                break;
            }
        }
        token.clear();
    }

    private boolean matches(String name, int at) {
        for (int i = 0; i < name.length(); i++) {
            if (token.bytes()[at + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The server has decided. @param reason its words; used where it refused */
    public void outcome(Outcome outcome, TextSlot reason, EventWriter out) {
        if (!open) {
            return;
        }
        if (gss.isPending()) {
            gss.outcome(outcome, reason, out);
            reset();
            return;
        }
        if (outcome == Outcome.FAILURE) {
            identity.reason().append(reason);
        }
        identity.write(out, protocol, mechanism.word, "", outcome);
        reset();
    }

    /** The connection ends: a try without an answer has an unknown outcome, one without a message of the client was none. */
    public void end(EventWriter out) {
        if (gss.isPending()) {
            gss.onEnd(out);
        } else if (open && answers > 0) {
            identity.write(out, protocol, mechanism.word, "", Outcome.UNKNOWN);
        }
        reset();
    }

    public int kept() {
        return token.length();
    }

    public void reset() {
        open = false;
        answers = 0;
        identity.clear();
        gss.reset();
        token.clear();
        token.trim(MAX_SPARE);
    }
}
