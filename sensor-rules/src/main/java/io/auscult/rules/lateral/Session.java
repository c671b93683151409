package io.auscult.rules.lateral;

import io.auscult.core.alert.Outcome;
import io.auscult.core.detect.State;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.Service;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One host at work on another: a connection by an administrative protocol, with whom it was opened and what came of it. One entry of {@link Sessions}; of a name
 * {@link #NAME} bytes are kept. Detect thread.
 */
final class Session implements State {
    static final int NAME = 64;

    private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAILURE = "failure".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_NAME = {};

    long uid;

    @Nullable
    Service service; // null: only who it is, is known so far

    long clientHigh;
    long clientLow;
    long serverHigh;
    long serverLow;
    int serverPort;
    long startNs;
    long endNs; // 0: goes on
    long packet;
    long user; // 0: nobody can tell
    private byte[] name = NO_NAME;
    private int nameLength;
    Outcome outcome = Outcome.UNKNOWN;
    boolean isJudged;
    long parent; // uid of the session it was opened from; 0 for none
    int depth; // how many came before it in its path

    @Override
    public void clear() {
        service = null;
        endNs = 0;
        user = 0;
        nameLength = 0;
        outcome = Outcome.UNKNOWN;
        isJudged = false;
        parent = 0;
        depth = 0;
    }

    void begin(Event e) {
        uid = e.uid();
        clientHigh = e.origHigh();
        clientLow = e.origLow();
        serverHigh = e.respHigh();
        serverLow = e.respLow();
        serverPort = e.respPort();
        startNs = e.timestampNs();
        packet = e.packetNumber();
    }

    /** Who, and whether they were let in: the last word of several. */
    void identity(Event e) {
        if (e.textEquals(IdentityUse.OUTCOME, SUCCESS)) {
            outcome = Outcome.SUCCEEDED;
        } else if (e.textEquals(IdentityUse.OUTCOME, FAILURE) && outcome != Outcome.SUCCEEDED) {
            outcome = Outcome.FAILED;
        }
        long who = Knowledge.userOf(e);
        if (who == 0) {
            return;
        }
        user = who;
        nameLength = Math.min(NAME, e.length(IdentityUse.USER));
        if (name.length < nameLength) {
            name = new byte[NAME];
        }
        System.arraycopy(e.bytes(), e.offset(IdentityUse.USER), name, 0, nameLength);
    }

    IpAddress client() {
        return new IpAddress(clientHigh, clientLow);
    }

    IpAddress server() {
        return new IpAddress(serverHigh, serverLow);
    }

    /** As the client said it; null when it is not known. */
    @Nullable
    String userName() {
        return user == 0 ? null : new String(Arrays.copyOf(name, nameLength), StandardCharsets.UTF_8);
    }

    boolean isServedBy(long high, long low) {
        return serverHigh == high && serverLow == low;
    }
}
