package io.auscult.core.protocol.ftp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;

/** One try to log in after the other: USER, then PASS, and what the server says. Part of a {@link FtpParser}. The password never comes here. */
final class FtpLogin {
    private final IdentityUse identity = new IdentityUse();
    private boolean open;
    private boolean withPassword;

    /** A new name is tried. */
    void user(TextSlot user, EventWriter out) {
        end(out);
        begin(user);
    }

    /** A password was sent. */
    void password(TextSlot user) {
        if (!open) {
            begin(user);
        }
        withPassword = true;
        identity.cleartext(true);
    }

    private void begin(TextSlot user) {
        open = true;
        if (user.isSet()) {
            identity.user().append(user);
        }
    }

    void reply(int code, TextSlot message, EventWriter out) {
        if (!open) {
            return;
        }
        if (code == 230 || code == 232) {
            write(Outcome.SUCCESS, out);
        } else if (code >= 400) {
            identity.reason().append(message);
            write(Outcome.FAILURE, out);
        }
    }

    /** No reply came. A name alone, without a password, is no try. */
    void end(EventWriter out) {
        if (open && withPassword) {
            write(Outcome.UNKNOWN, out);
        }
        reset();
    }

    private void write(Outcome outcome, EventWriter out) {
        String mechanism = withPassword || outcome != Outcome.SUCCESS ? "password" : "none";
        identity.write(out, "ftp", mechanism, "", outcome);
        reset();
    }

    void reset() {
        open = false;
        withPassword = false;
        identity.clear();
    }
}
