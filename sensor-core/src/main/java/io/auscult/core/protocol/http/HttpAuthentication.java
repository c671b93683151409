package io.auscult.core.protocol.http;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.line.Base64Text;
import io.auscult.core.protocol.ssl.TlsTokens;
import org.jspecify.annotations.Nullable;

/**
 * Who logs in by HTTP: Basic and Digest (RFC 7617, RFC 7616), NTLM and Negotiate (RFC 4559), CredSSP, forms; at servers and at proxies. Judged by the
 * status of the reply. The same use by the same user with the same outcome is written once a connection. One per parser, reused. Tokens over
 * {@link #MAX_TOKEN} bytes are passed over; passwords are never read, or skipped as they pass.
 */
final class HttpAuthentication {
    static final int MAX_TOKEN = 1 << 16; // bytes

    private static final String CREDSSP = "credssp ";
    private static final int MAX_SPARE = 1 << 10; // bytes of memory that stay with an idle parser
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /** How a request proves who sends it. */
    enum Scheme {
        NONE(""),
        BASIC("basic"),
        DIGEST("digest"),
        GSS("gssapi"),
        CREDSSP("credssp"),
        FORM("form");

        final String word;

        Scheme(String word) {
            this.word = word;
        }
    }

    private final IdentityUse identity = new IdentityUse();
    private final TextSlot token = new TextSlot(MAX_TOKEN);
    private final TextSlot lastUser = new TextSlot(IdentityUse.MAX_NAME);
    private final StreamView view = new StreamView();
    /** Of the connection; its service stays {@code http}, as in Zeek's log, whoever logs in. */
    private final ConnectionId addresses = new ConnectionId();

    private @Nullable GssReader gss; // made with the first token
    private @Nullable TlsTokens tls; // likewise
    private Scheme lastScheme = Scheme.NONE;
    private Outcome lastOutcome = Outcome.UNKNOWN;

    /** Value of an Authorization or Proxy-Authorization header; the line stands on it. */
    void credentials(StreamView in, HttpLine line, HttpTransaction transaction, EventWriter out) {
        if (line.valueStartsWith("basic ")) {
            transaction.scheme = Scheme.BASIC;
            BasicCredentials.username(in, line.valueFrom + "basic ".length(), line.valueTo, transaction.username);
        } else if (line.valueStartsWith("digest ")) {
            transaction.scheme = Scheme.DIGEST;
            parameter(in, line, "username", transaction.login);
            parameter(in, line, "realm", transaction.realm);
            if (isHashed(in, line)) {
                transaction.login.clear();
            }
        } else if (line.valueStartsWith("ntlm ")) {
            onToken(in, line, "ntlm ".length(), out);
            transaction.scheme = Scheme.GSS;
        } else if (line.valueStartsWith("negotiate ")) {
            onToken(in, line, "negotiate ".length(), out);
            transaction.scheme = Scheme.GSS;
        } else if (line.valueStartsWith("kerberos ")) {
            onToken(in, line, "kerberos ".length(), out);
            transaction.scheme = Scheme.GSS;
        } else if (line.valueStartsWith(CREDSSP)) {
            onTls(in, line, out);
            transaction.scheme = Scheme.CREDSSP;
        }
    }

    /** Value of a WWW-Authenticate or Proxy-Authenticate header. */
    void challenge(StreamView in, HttpLine line, HttpTransaction transaction, EventWriter out) {
        int scheme = line.valueStartsWith("ntlm ")
                ? "ntlm ".length()
                : line.valueStartsWith("negotiate ") ? "negotiate ".length() : 0;
        if (scheme > 0 && line.valueTo - line.valueFrom > scheme && gss != null) {
            onToken(in, line, scheme, out);
            transaction.challenged = true;
        } else if (line.valueStartsWith(CREDSSP) && tls != null) {
            onTls(in, line, out);
            transaction.challenged = true;
        }
    }

    /** CredSSP, [MS-CSSP] section 3.1.5: the user logs in inside TLS, of which only the beginning can be read. */
    private void onTls(StreamView in, HttpLine line, EventWriter out) {
        if (decode(in, line, CREDSSP.length())) {
            if (tls == null) {
                tls = new TlsTokens();
            }
            tls.token(
                    view.wrap(token.bytes(), 0, token.length(), in.direction(), false, addresses)
                            .storing(in.files()),
                    out);
        }
        token.clear();
        token.trim(MAX_SPARE);
    }

    private void onToken(StreamView in, HttpLine line, int scheme, EventWriter out) {
        if (decode(in, line, scheme)) {
            if (gss == null) {
                gss = new GssReader("http");
            }
            gss.token(view.wrap(token.bytes(), 0, token.length(), in.direction(), false, addresses), out);
        }
        token.clear();
        token.trim(MAX_SPARE);
    }

    /** @return whether there was a whole token */
    private boolean decode(StreamView in, HttpLine line, int scheme) {
        token.clear();
        Base64Text.decode(in, line.valueFrom + scheme, line.valueTo, token);
        addresses.origHigh = in.connection().origHigh;
        addresses.origLow = in.connection().origLow;
        addresses.respHigh = in.connection().respHigh;
        addresses.respLow = in.connection().respLow;
        return token.length() > 0 && !token.isFull();
    }

    /** The reply is whole, or it is known that none comes: what was tried is written with its outcome. */
    void judge(HttpTransaction transaction, EventWriter out) {
        boolean refused = transaction.hasStatus
                && (transaction.statusCode == UNAUTHORIZED || transaction.statusCode == PROXY_AUTHENTICATION_REQUIRED);
        switch (transaction.scheme) {
            case NONE -> {}
            case BASIC -> {
                if (transaction.username.isSet()) {
                    write(transaction, transaction.username, byStatus(transaction, refused), true, out);
                }
            }
            case DIGEST -> {
                if (transaction.login.isSet()) {
                    write(transaction, transaction.login, byStatus(transaction, refused), false, out);
                }
            }
            case GSS -> {
                if (gss != null && transaction.hasStatus && gss.isPending() && !(refused && transaction.challenged)) {
                    gss.outcome(refused ? Outcome.FAILURE : Outcome.SUCCESS, refused ? reason(transaction) : "", out);
                }
            }
            case CREDSSP -> {
                if (!(refused && transaction.challenged)) {
                    write(transaction, transaction.login, byStatus(transaction, refused), false, out);
                }
            }
            case FORM -> {
                if (transaction.login.isSet()) {
                    write(transaction, transaction.login, byForm(transaction), true, out);
                }
            }
        }
    }

    private static Outcome byStatus(HttpTransaction transaction, boolean refused) {
        if (!transaction.hasStatus || transaction.statusCode >= 500) {
            return Outcome.UNKNOWN;
        }
        return refused || transaction.statusCode == FORBIDDEN ? Outcome.FAILURE : Outcome.SUCCESS;
    }

    /**
     * A form says no by an error, or sends back to where one logs in; it says yes by sending elsewhere. A page may be either, unless a
     * program asked, which takes a status at its word.
     */
    private static Outcome byForm(HttpTransaction transaction) {
        int status = transaction.hasStatus ? transaction.statusCode : 0;
        if (status >= 400 && status < 500) {
            return Outcome.FAILURE;
        }
        if (status >= 300 && status < 400) {
            return transaction.sentBack ? Outcome.FAILURE : Outcome.SUCCESS;
        }
        return status >= 200 && status < 300 && transaction.isJson ? Outcome.SUCCESS : Outcome.UNKNOWN;
    }

    private static String reason(HttpTransaction transaction) {
        return switch (transaction.statusCode) {
            case UNAUTHORIZED -> "401 Unauthorized";
            case FORBIDDEN -> "403 Forbidden";
            case PROXY_AUTHENTICATION_REQUIRED -> "407 Proxy Authentication Required";
            default -> "";
        };
    }

    private void write(
            HttpTransaction transaction, TextSlot user, Outcome outcome, boolean cleartext, EventWriter out) {
        if (transaction.scheme == lastScheme && outcome == lastOutcome && outcome != Outcome.FAILURE) {
            if (user.textEquals(lastUser)) {
                return; // every request of a session shows the same
            }
        }
        lastScheme = transaction.scheme;
        lastOutcome = outcome;
        lastUser.clear();
        lastUser.append(user);
        identity.clear();
        if (user.length() > 0) {
            identity.user().append(user);
        }
        if (transaction.realm.length() > 0) {
            identity.domain().append(transaction.realm);
        }
        if (transaction.host.length() > 0) {
            identity.service().append(transaction.host);
        }
        if (outcome == Outcome.FAILURE) {
            String known = reason(transaction);
            if (!known.isEmpty()) {
                identity.reason().append(known);
            } else {
                identity.reason().appendDecimal(transaction.statusCode);
            }
        }
        identity.cleartext(cleartext);
        identity.write(
                out, "http", transaction.scheme.word, transaction.scheme == Scheme.CREDSSP ? "TLS" : "", outcome);
    }

    /** Appends the value of {@code name="value"} or {@code name=value} in a list with commas. */
    private static void parameter(StreamView in, HttpLine line, String name, TextSlot into) {
        into.clear();
        int at = find(in, line, name);
        if (at < 0) {
            return;
        }
        into.append("");
        boolean quoted = at < line.valueTo && in.u8(at) == '"';
        for (int i = quoted ? at + 1 : at; i < line.valueTo; i++) {
            int c = in.u8(i);
            if (quoted ? c == '"' : c == ',' || HttpLine.isSpace(c)) {
                return;
            }
            if (quoted && c == '\\' && i + 1 < line.valueTo) {
                c = in.u8(++i);
            }
            into.append((byte) c);
        }
    }

    /** Place behind {@code name=}, itself behind a space or comma and outside quotes; -1 for none. */
    private static int find(StreamView in, HttpLine line, String name) {
        boolean quoted = false;
        for (int at = line.valueFrom; at + name.length() < line.valueTo; at++) {
            int c = in.u8(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                at++;
            }
            int next = at + 1;
            if (!quoted && (c == ' ' || c == ',') && isName(in, next, line.valueTo, name)) {
                return next + name.length() + 1;
            }
        }
        return -1;
    }

    private static boolean isName(StreamView in, int at, int to, String name) {
        if (at + name.length() >= to || in.u8(at + name.length()) != '=') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if ((in.u8(at + i) | 0x20) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the user's name is only shown as a hash, RFC 7616 section 3.4.4. */
    private static boolean isHashed(StreamView in, HttpLine line) {
        int at = find(in, line, "userhash");
        return at >= 0 && at < line.valueTo && (in.u8(at) | 0x20) == 't';
    }

    void onEnd(EventWriter out) {
        if (gss != null) {
            gss.onEnd(out);
        }
        if (tls != null) {
            tls.onEnd(out);
        }
    }

    int kept() {
        return tls == null ? 0 : tls.kept();
    }

    void reset() {
        if (gss != null) {
            gss.reset();
        }
        if (tls != null) {
            tls.reset();
        }
        lastScheme = Scheme.NONE;
        lastOutcome = Outcome.UNKNOWN;
        lastUser.clear();
    }
}
