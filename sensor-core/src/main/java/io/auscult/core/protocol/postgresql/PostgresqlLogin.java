package io.auscult.core.protocol.postgresql;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;

/** Who logs in, to which database, and how the server wants it proven. One {@code identity} event. One per parser. */
final class PostgresqlLogin {
    private static final int MAX_NAME = 256; // bytes
    private static final int CLEARTEXT = 3;
    private static final int MD5 = 5;
    private static final int GSS = 7;
    private static final int GSS_CONTINUE = 8;
    private static final int SSPI = 9;
    private static final int SASL = 10;

    final TextSlot user = new TextSlot(MAX_NAME);
    final TextSlot database = new TextSlot(MAX_NAME);
    final TextSlot application = new TextSlot(MAX_NAME);
    private final GssReader gss = new GssReader("postgresql");
    private final StreamView token = new StreamView();
    private final IdentityUse identity = new IdentityUse();
    private String mechanism = "trust";
    private boolean open;
    private boolean isGss;
    private boolean cleartext;

    /** The parameters of a start-up message: names and values by turns, each up to a zero. */
    void read(StreamView in, int from, int end) {
        open = true;
        int at = from;
        while (at < end && in.u8(at) != 0) {
            int name = in.indexOf(0, at, end);
            int value = name < 0 ? -1 : in.indexOf(0, name + 1, end);
            if (value < 0) {
                return;
            }
            TextSlot into = is(in, at, name, "user")
                    ? user
                    : is(in, at, name, "database")
                            ? database
                            : is(in, at, name, "application_name") ? application : null;
            if (into != null) {
                into.set(in, name + 1, value - name - 1);
            }
            at = value + 1;
        }
    }

    private static boolean is(StreamView in, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (in.u8(from + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The server asks for a proof. @param from behind the code, where it may have a token */
    void onRequest(int code, StreamView in, int from, int end, EventWriter out) {
        switch (code) {
            case CLEARTEXT -> mechanism = "cleartext";
            case MD5 -> mechanism = "md5";
            case SASL -> mechanism = "scram-sha-256";
            case GSS, SSPI -> {
                mechanism = "gssapi";
                isGss = true;
            }
            case GSS_CONTINUE -> gss.token(token.sub(in, from, end - from), out);
            default -> {}
        }
    }

    /** The client's proof. */
    void onProof(StreamView in, int from, int end, EventWriter out) {
        if (isGss) {
            gss.token(token.sub(in, from, end - from), out);
        }
        cleartext |= mechanism.equals("cleartext") && end - from > 1;
    }

    boolean isOpen() {
        return open;
    }

    void finish(Outcome outcome, TextSlot reason, EventWriter out) {
        if (!open) {
            return;
        }
        open = false;
        if (isGss && gss.isPending()) {
            gss.outcome(outcome, reason, out);
        } else if (user.length() > 0) {
            copy(user, identity.user());
            copy(database.length() > 0 ? database : user, identity.service()); // as the server does
            copy(reason, identity.reason());
            identity.cleartext(cleartext);
            identity.write(out, "postgresql", mechanism, "", outcome);
        }
        identity.clear();
    }

    private static void copy(TextSlot from, TextSlot to) {
        if (from.length() > 0) {
            to.append(from);
        }
    }

    void reset() {
        user.clear();
        database.clear();
        application.clear();
        gss.reset();
        identity.clear();
        mechanism = "trust";
        open = false;
        isGss = false;
        cleartext = false;
    }
}
