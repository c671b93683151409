package io.auscult.rules.identity;

import io.auscult.core.alert.Outcome;
import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.dcerpc.DcerpcParser;

/**
 * Who asked whom in a {@code dce_rpc} event. In a recording that begins in the middle of a connection the two sides may be the wrong way round; the server's
 * own word for its port shows it. One per detector, reused. Detect thread.
 */
final class RpcCall {
    private static final Field PORT = DcerpcParser.DCE_RPC.field("named_pipe");
    private static final Field UUID = DcerpcParser.DCE_RPC.field("uuid");
    private static final Field OPNUM = DcerpcParser.DCE_RPC.field("opnum");
    private static final Field OUTCOME = DcerpcParser.DCE_RPC.field("outcome");
    private static final Field RESULT = DcerpcParser.DCE_RPC.field("result");
    private static final Field FAULT = DcerpcParser.DCE_RPC.field("fault");
    private static final byte[] SUCCESS = Texts.of("success");
    private static final byte[] FAILURE = Texts.of("failure");
    private static final byte[] ANSWERED = Texts.of("answered");

    long callerHigh;
    long callerLow;
    long serverHigh;
    long serverLow;
    int serverPort;
    int opnum;
    Outcome outcome = Outcome.UNKNOWN;

    void read(Event e) {
        boolean turned = e.origPort() != e.respPort() && portIs(e, e.origPort());
        callerHigh = turned ? e.respHigh() : e.origHigh();
        callerLow = turned ? e.respLow() : e.origLow();
        serverHigh = turned ? e.origHigh() : e.respHigh();
        serverLow = turned ? e.origLow() : e.respLow();
        serverPort = turned ? e.origPort() : e.respPort();
        opnum = (int) e.number(OPNUM);
        outcome = e.textEquals(OUTCOME, SUCCESS) || e.textEquals(OUTCOME, ANSWERED)
                ? Outcome.SUCCEEDED
                : e.textEquals(OUTCOME, FAILURE) ? Outcome.FAILED : Outcome.UNKNOWN;
    }

    /** Whether the server was heard at all. */
    boolean isAnswered() {
        return outcome != Outcome.UNKNOWN;
    }

    static boolean isOf(Event e, byte[] uuid) {
        return e.textEquals(UUID, uuid);
    }

    static boolean isUnknown(Event e) {
        return !e.has(UUID);
    }

    /** Why not, in the server's words; allocates. */
    static String refusal(Event e) {
        String fault = e.text(FAULT);
        String result = e.text(RESULT);
        return fault != null ? fault : result != null ? result : "";
    }

    IpAddress caller() {
        return new IpAddress(callerHigh, callerLow);
    }

    IpAddress server() {
        return new IpAddress(serverHigh, serverLow);
    }

    private static boolean portIs(Event e, int port) {
        int value = 0;
        int length = e.length(PORT);
        if (length == 0 || length > 5) {
            return false;
        }
        int at = e.offset(PORT);
        for (int i = at; i < at + length; i++) {
            int digit = e.bytes()[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        return value == port;
    }
}
