package io.auscult.core.protocol.rdp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.util.List;

/** RDP over UDP, [MS-RDPEUDP]: recognised by its handshake; everything behind it is sealed, and no event is written. */
public final class RdpeudpParser implements ProtocolParser {
    public static final Protocol PROTOCOL = new Protocol(
            "rdpeudp", false, true, List.of(RdpProbe.PORT), RdpeudpParser::probe, RdpeudpParser::new, List.of());

    private static final int HEADER = 8; // bytes of RDPUDP_FEC_HEADER, section 2.2.2.1
    private static final int SYN_PAYLOAD = 8; // section 2.2.2.5
    private static final int SYN = 0x0001;
    private static final int ACK = 0x0004;
    private static final int MIN_MTU = 1132; // bytes, section 2.2.2.5
    private static final int MAX_MTU = 1232;

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!isSyn(in)) {
            return DONE;
        }
        if ((in.u16(6) & ACK) == 0) {
            return in.length();
        }
        in.confirm();
        return DONE;
    }

    static Verdict probe(StreamView first) {
        return isSyn(first) && (first.u16(6) & ACK) == 0 && first.i32(0) == -1 ? Verdict.YES : Verdict.NO;
    }

    /** A SYN is as long as the path allows, and says how long that is. */
    private static boolean isSyn(StreamView in) {
        if (in.length() < MIN_MTU || in.length() > MAX_MTU || (in.u16(6) & SYN) == 0) {
            return false;
        }
        int up = in.u16(HEADER + 4);
        int down = in.u16(HEADER + 6);
        return in.length() >= HEADER + SYN_PAYLOAD && isMtu(up) && isMtu(down);
    }

    private static boolean isMtu(int size) {
        return size >= MIN_MTU && size <= MAX_MTU;
    }

    @Override
    public void reset() {}
}
