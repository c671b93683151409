package io.auscult.core.protocol.telnet;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.identity.IdentityUse;
import java.util.List;

/**
 * Telnet, RFC 854, as far as the login, which is a {@link LoginDialogue}: one {@code identity} event a try, one {@code telnet} event when somebody is in or the
 * connection ends.
 */
public final class TelnetParser implements ProtocolParser {
    public static final EventType TELNET = EventType.of("telnet", "A login over Telnet.");
    static final Field USER = TELNET.text("user", "Who tried to log in last.");
    static final Field SUCCESS = TELNET.bool("success", "Whether somebody was let in.");
    static final Field TRIES = TELNET.count("tries", "How often a password was sent.");

    static final int PORT = 23;

    public static final Protocol PROTOCOL = new Protocol(
            "telnet",
            true,
            false,
            List.of(PORT),
            TelnetProbe::probe,
            TelnetParser::new,
            List.of(TELNET, IdentityUse.IDENTITY));

    private static final int MAX_BEFORE_LOGIN = 1 << 16; // bytes of the server without a prompt

    private final TelnetText fromClient = new TelnetText();
    private final TelnetText fromServer = new TelnetText();
    private final LoginDialogue dialogue = new LoginDialogue("telnet");
    private boolean told;
    private long serverBytes;

    public TelnetParser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        in.confirm();
        for (int at = 0; at < in.length(); at++) {
            int c = in.u8(at);
            if (in.isOrig()) {
                if (fromClient.isText(c)) {
                    dialogue.typed(c, out);
                }
            } else {
                if (fromServer.isText(c)) {
                    dialogue.shown(c, out);
                }
                serverBytes++;
            }
            if (dialogue.isSuccess() || serverBytes > MAX_BEFORE_LOGIN) {
                return DONE;
            }
        }
        return in.length();
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        dialogue.onGap();
        (direction == Direction.ORIG ? fromClient : fromServer).reset();
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        dialogue.onEnd(out);
        if (told || dialogue.user().length() == 0 && dialogue.tries() == 0) {
            return;
        }
        told = true;
        out.begin(TELNET);
        if (dialogue.user().length() > 0) {
            dialogue.user().to(out, USER);
        }
        out.set(SUCCESS, dialogue.isSuccess());
        out.set(TRIES, dialogue.tries());
        out.end();
    }

    @Override
    public void reset() {
        fromClient.reset();
        fromServer.reset();
        dialogue.reset();
        told = false;
        serverBytes = 0;
    }
}
