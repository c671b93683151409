package io.auscult.core.flow;

import static io.auscult.core.flow.Endpoint.CLOSED;
import static io.auscult.core.flow.Endpoint.ESTABLISHED;
import static io.auscult.core.flow.Endpoint.INACTIVE;
import static io.auscult.core.flow.Endpoint.PARTIAL;
import static io.auscult.core.flow.Endpoint.RESET;
import static io.auscult.core.flow.Endpoint.SYN_ACK_SENT;
import static io.auscult.core.flow.Endpoint.SYN_SENT;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventWriter;

/**
 * Follows the state of both ends of a TCP connection, segment by segment, with the meaning that Zeek gives to {@code conn_state} and
 * {@code history} (RFC 9293 as seen from the middle: no state is refused, oddities are named). Stateless: all state is in the {@link Flow}.
 */
public final class TcpTracker {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;
    public static final int URG = 32;

    private static final int LETTER_SYN = 1;
    private static final int LETTER_FIN = 2;
    private static final int LETTER_RST = 4;
    private static final int LETTER_DATA = 8;
    private static final int LETTER_ACK = 16;
    private static final int LETTER_MULTI = 32;
    private static final int LETTER_FIN_RST = 64;

    private static final int LARGE_JUMP =
            1 << 20; // sequence numbers of SYN and RST further away than this are not believed
    static final int MAX_WINDOW_SCALE = 14; // RFC 7323 section 2.3

    private final FlowSettings settings;

    public TcpTracker(FlowSettings settings) {
        this.settings = settings;
    }

    /** Whether this SYN begins another connection on the same ports. */
    public boolean isReuse(Flow flow, Packet p, boolean isOrig, EventWriter out) {
        if ((p.flags & SYN) == 0 || (p.flags & RST) != 0 || isNotTheirs(flow.endpoint(isOrig), p)) {
            return false;
        }
        boolean withAck = (p.flags & ACK) != 0;
        if (withAck && flow.orig.state != INACTIVE) {
            return false;
        }
        Endpoint opener = withAck ? flow.resp : flow.orig;
        boolean closed =
                flow.orig.didClose && flow.resp.didClose || flow.orig.state == RESET || flow.resp.state == RESET;
        if (!closed) {
            if (!isOrig && !withAck && flow.orig.state == SYN_SENT && flow.resp.state == INACTIVE) {
                return false; // both open at the same time
            }
            if ((int) opener.start == p.sequence) {
                return false;
            }
            if (!withAck
                    && opener.state == SYN_ACK_SENT
                    && flow.resp.state == INACTIVE
                    && p.sequence == (int) flow.resp.start) {
                return false; // SYN and SYN-ACK came in the wrong order
            }
            weird(flow, opener.state == SYN_SENT ? Anomaly.SYN_SEQ_JUMP : Anomaly.ACTIVE_CONNECTION_REUSE, out);
        }
        return true;
    }

    /**
     * Whether the receiver will have dropped this segment: its checksum is wrong and others from that side are right. It may be damaged, or sent to deceive whoever looks on; it changes no state.
     */
    private static boolean isNotTheirs(Endpoint side, Packet p) {
        return p.transportChecksumBad && side.isSound;
    }

    /** Takes one segment into account, before its payload is reassembled. */
    public void onSegment(Flow flow, Packet p, boolean isOrig, EventWriter out) {
        Endpoint side = flow.endpoint(isOrig);
        Endpoint peer = flow.endpoint(!isOrig);
        if (isNotTheirs(side, p)) {
            flow.scaledHistory(side, ++side.badChecksums, 'C');
            return;
        }
        side.isSound |= !p.transportChecksumBad;
        int flags = p.flags;
        int length = p.payloadLength;
        markPartial(flow, flags, isOrig);

        int segment = ((flags & RST) != 0 ? 0 : length) + ((flags & SYN) != 0 ? 1 : 0) + ((flags & FIN) != 0 ? 1 : 0);
        beginSide(flow, side, p.sequence, p.sequence + segment, flags, out);
        long sequence = side.extend(p.sequence);
        long relative = sequence - side.start;
        writeHistory(flow, side, flags, (int) relative, length);
        if (p.transportChecksumBad) {
            flow.scaledHistory(side, ++side.badChecksums, 'C');
        }
        updateWindow(flow, side, peer, p, out);
        if (!flow.orig.didClose || !flow.resp.didClose) {
            flow.lastNs = Math.max(flow.lastNs, p.timestampNs);
        }
        if ((flags & SYN) != 0) {
            readWindowScale(side, peer, p);
        }
        if ((flags & FIN) != 0) {
            side.finCount = 1;
            side.finEnd = relative + segment;
        }
        if ((flags & URG) != 0 && length > 0) {
            weird(flow, Anomaly.URGENT_DATA, out);
        }
        if ((flags & ACK) != 0) {
            if (peer.state == INACTIVE) {
                peer.begin(p.acknowledgment - 1, p.acknowledgment - 1);
            } else if ((flags & RST) == 0) {
                long acked = peer.extendAck(p.acknowledgment);
                if (acked > peer.acked && !(p.acknowledgment == 0 && acked - peer.acked > LARGE_JUMP)) {
                    peer.acked = acked;
                }
            }
        }
        long advanced = advance(flow, side, sequence + segment, flags, length);
        boolean closes = changeState(flow, side, peer, p, isOrig, advanced, out);
        if (closes) {
            close(flow, side, peer);
        }
        if (isOrig) {
            flow.origSeen = true;
        } else {
            flow.respSeen = true;
        }
    }

    private static void markPartial(Flow flow, int flags, boolean isOrig) {
        if (isOrig && !flow.origSeen) {
            flow.partial = (flags & SYN) == 0 || (flags & ACK) != 0;
        } else if (!isOrig && !flow.respSeen && !flow.partial) {
            flow.partial = (flags & SYN) == 0;
        }
    }

    private void beginSide(Flow flow, Endpoint side, int sequence, int end, int flags, EventWriter out) {
        boolean syn = (flags & SYN) != 0;
        switch (side.state) {
            case INACTIVE -> {
                if (syn) {
                    side.begin(sequence, end);
                } else {
                    side.begin(sequence - 1, sequence); // numbered as if there had been a SYN
                }
            }
            case SYN_SENT, SYN_ACK_SENT -> {
                if (syn && sequence != (int) side.start) {
                    weird(flow, Anomaly.SYN_SEQ_JUMP, out);
                    side.begin(sequence, end);
                }
            }
            case ESTABLISHED, PARTIAL -> {
                if (syn) {
                    if (side.last - side.start > 1) {
                        weird(flow, Anomaly.SYN_INSIDE_CONNECTION, out);
                    }
                    side.begin(sequence, end);
                }
            }
            case RESET -> {
                if (syn && side.previousState == INACTIVE) {
                    side.begin(sequence, end); // the RST before was perhaps not theirs
                }
            }
            default -> {}
        }
    }

    private static void writeHistory(Flow flow, Endpoint side, int flags, int relative, int length) {
        int control = flags & (SYN | FIN | RST);
        switch (control) {
            case 0 -> {
                if (length > 0) {
                    flow.checkHistory(side, LETTER_DATA, 'D');
                } else if ((flags & ACK) != 0) {
                    flow.checkHistory(side, LETTER_ACK, 'A');
                }
            }
            case SYN -> {
                char letter = (flags & ACK) != 0 ? 'H' : 'S';
                if (flow.checkHistory(side, LETTER_SYN, letter) && relative != side.lastSyn) {
                    flow.addHistory(side == flow.orig ? letter : (char) (letter | 0x20));
                }
                side.lastSyn = relative;
            }
            case FIN -> {
                if (flow.checkHistory(side, LETTER_FIN, 'F') && relative + length != side.lastFin) {
                    flow.addHistory(side == flow.orig ? 'F' : 'f');
                }
                side.lastFin = relative + length;
            }
            case RST -> {
                if (flow.checkHistory(side, LETTER_RST, 'R') && relative != side.lastRst) {
                    flow.addHistory(side == flow.orig ? 'R' : 'r');
                }
                side.lastRst = relative;
            }
            default -> {
                if ((control & FIN) != 0 && (control & RST) != 0) {
                    flow.checkHistory(side, LETTER_FIN_RST, 'I');
                } else {
                    flow.checkHistory(side, LETTER_MULTI, 'Q');
                }
            }
        }
    }

    private void updateWindow(Flow flow, Endpoint side, Endpoint peer, Packet p, EventWriter out) {
        int window = p.window << side.windowScale;
        if (window == 0 && (p.flags & RST) == 0 && peer.state != CLOSED && side.state != RESET) {
            flow.scaledHistory(side, ++side.zeroWindows, 'W');
        }
        boolean plain = (p.flags & (SYN | FIN | RST | ACK)) == ACK;
        if (!plain || side.state == CLOSED || side.state == RESET) {
            return;
        }
        boolean known = side.window != 0;
        if (!known || p.sequence - side.windowSequence >= 0 && p.acknowledgment - side.windowAck >= 0) {
            int lost = side.windowAck + side.window - (p.acknowledgment + window);
            if (known && lost >= 1 << side.windowScale) {
                weird(flow, Anomaly.WINDOW_RECISION, out);
            }
            side.window = window;
            side.windowAck = p.acknowledgment;
            side.windowSequence = p.sequence;
        }
    }

    private static void readWindowScale(Endpoint side, Endpoint peer, Packet p) {
        int scale = TcpOptions.windowScale(p);
        if (scale >= 0) {
            side.windowScale = (byte) Math.min(scale, MAX_WINDOW_SCALE);
        } else {
            side.windowScale = 0;
            if ((p.flags & ACK) != 0) {
                peer.windowScale = 0;
            }
        }
    }

    /** Moves the highest number seen; answers by how much, 0 or less for bytes seen before. */
    private static long advance(Flow flow, Endpoint side, long end, int flags, int length) {
        long delta = end - side.last;
        if ((flags & (SYN | RST)) != 0 && Math.abs(delta) > LARGE_JUMP) {
            return delta;
        }
        if ((flags & FIN) != 0 && side.last == side.start + 1) {
            side.last = Math.max(end, side.start);
        } else if (side.state != RESET) {
            if (delta > 0) {
                side.last = end;
            } else if (length > 0) {
                flow.scaledHistory(side, ++side.retransmissions, 'T');
            }
        }
        return delta;
    }

    /** @return whether this segment closes its side */
    private boolean changeState(
            Flow flow, Endpoint side, Endpoint peer, Packet p, boolean isOrig, long advanced, EventWriter out) {
        return switch (side.state) {
            case INACTIVE -> fromInactive(flow, side, peer, p, isOrig);
            case SYN_SENT, SYN_ACK_SENT -> fromSynSent(flow, side, peer, p, out);
            case ESTABLISHED, PARTIAL -> fromEstablished(flow, side, peer, p);
            case CLOSED -> fromClosed(flow, side, peer, p, advanced, out);
            default -> {
                if (p.payloadLength > 0 && (p.flags & RST) == 0) {
                    weird(flow, Anomaly.DATA_AFTER_RESET, out);
                }
                yield false;
            }
        };
    }

    private boolean fromInactive(Flow flow, Endpoint side, Endpoint peer, Packet p, boolean isOrig) {
        boolean closes = false;
        int flags = p.flags;
        if ((flags & SYN) != 0) {
            if (isOrig) {
                enter(flow, side, peer, (flags & ACK) != 0 ? SYN_ACK_SENT : SYN_SENT);
                flow.attemptNs = p.timestampNs;
            } else {
                if ((flags & ACK) == 0 && peer.state == SYN_ACK_SENT && (int) side.start == p.sequence) {
                    reverse(flow);
                    enter(flow, flow.resp, flow.orig, ESTABLISHED);
                    enter(flow, flow.orig, flow.resp, ESTABLISHED);
                    return false;
                }
                if (peer.state == SYN_SENT) {
                    enter(flow, peer, side, ESTABLISHED);
                }
                enter(flow, side, peer, ESTABLISHED);
            }
        }
        if ((flags & FIN) != 0) {
            enter(flow, side, peer, CLOSED);
            closes = true;
        }
        if ((flags & RST) != 0) {
            enter(flow, side, peer, RESET);
            closes = true;
        }
        if (side.state == INACTIVE) {
            if (!isOrig && p.payloadLength == 0 && flow.orig.state == SYN_SENT) {
                return closes; // some acknowledge a SYN before they answer it
            }
            if ((flags & ACK) != 0 && peer.state == ESTABLISHED) {
                enter(flow, side, peer, ESTABLISHED); // its SYN was missed
                flow.partial = false;
            } else {
                enter(flow, side, peer, PARTIAL);
            }
        }
        return closes;
    }

    /** The SYN-ACK was captured before its SYN: the ends change places. */
    private static void reverse(Flow flow) {
        Flow.swapEndpoints(flow);
        flow.flip();
        flow.partial = false;
        flow.attemptNs = 0;
    }

    private boolean fromSynSent(Flow flow, Endpoint side, Endpoint peer, Packet p, EventWriter out) {
        boolean closes = false;
        if ((p.flags & FIN) != 0) {
            enter(flow, side, peer, CLOSED);
            closes = true;
        }
        if ((p.flags & RST) != 0) {
            enter(flow, side, peer, RESET);
            closes = true;
        } else if (p.payloadLength > 0) {
            weird(flow, Anomaly.DATA_BEFORE_ESTABLISHED, out);
        }
        return closes;
    }

    private boolean fromEstablished(Flow flow, Endpoint side, Endpoint peer, Packet p) {
        boolean closes = false;
        int flags = p.flags;
        if ((flags & SYN) != 0 && (flags & ACK) == 0 && side.state == PARTIAL && peer.state == INACTIVE) {
            enter(flow, side, peer, SYN_SENT);
        }
        if ((flags & FIN) != 0 && (flags & RST) == 0) {
            enter(flow, side, peer, CLOSED);
            if (peer.state == RESET && peer.previousState == CLOSED) {
                enter(flow, peer, side, CLOSED); // FIN, then RST: that was a normal end
            }
            closes = true;
        }
        if ((flags & RST) != 0) {
            enter(flow, side, peer, RESET);
            closes = true;
        }
        return closes;
    }

    private boolean fromClosed(Flow flow, Endpoint side, Endpoint peer, Packet p, long advanced, EventWriter out) {
        if ((p.flags & SYN) != 0) {
            weird(flow, Anomaly.SYN_AFTER_CLOSE, out);
        }
        if ((p.flags & FIN) != 0 && advanced > 0) {
            weird(flow, Anomaly.FIN_ADVANCED_LAST_SEQ, out);
        }
        if ((p.flags & RST) != 0 && peer.state != CLOSED) {
            enter(flow, side, peer, RESET);
            return !side.didClose;
        }
        return false;
    }

    private static void enter(Flow flow, Endpoint side, Endpoint peer, byte state) {
        if (state != side.state) {
            if (state > SYN_ACK_SENT && side.isHandshake() && peer.isHandshake()) {
                flow.longTimeout = true;
            }
            side.previousState = side.state;
            side.state = state;
        }
    }

    private void close(Flow flow, Endpoint side, Endpoint peer) {
        if (side.didClose) {
            return;
        }
        side.didClose = true;
        if (side.state == RESET || peer.didClose || peer.state == INACTIVE) {
            flow.closeDeadlineNs = flow.lastNs + settings.tcpCloseNs();
        }
    }

    private static void weird(Flow flow, Anomaly anomaly, EventWriter out) {
        if (flow.firstWeird(anomaly.ordinal())) {
            out.weird(anomaly, "tcp");
        }
    }

    /** Zeek's conn_state of a TCP connection. */
    public static String state(Flow flow) {
        int orig = flow.orig.state;
        int resp = flow.resp.state;
        boolean origInactive = orig == INACTIVE || orig == PARTIAL;
        boolean respInactive = resp == INACTIVE || resp == PARTIAL;
        if (resp == RESET) {
            if (orig == SYN_SENT
                    || orig == SYN_ACK_SENT
                    || orig == RESET && flow.orig.size(flow.resp) == 0 && flow.resp.size(flow.orig) == 0) {
                return "REJ";
            }
            return origInactive ? "RSTRH" : "RSTR";
        }
        if (orig == RESET) {
            return respInactive ? abortedBeforeAnswer(flow) ? "RSTOS0" : "OTH" : "RSTO";
        }
        if (resp == CLOSED && orig == CLOSED) {
            return "SF";
        }
        if (orig == CLOSED) {
            return respInactive ? "SH" : "S2";
        }
        if (resp == CLOSED) {
            return origInactive ? "SHR" : "S3";
        }
        if (orig == SYN_SENT && resp == INACTIVE) {
            return "S0";
        }
        return orig == ESTABLISHED && resp == ESTABLISHED ? "S1" : "OTH";
    }

    /** Whether the history begins with S and has an R with none of H, A, F, G, I, Q before it. */
    private static boolean abortedBeforeAnswer(Flow flow) {
        byte[] history = flow.history();
        int at = flow.historyLength() > 0 && history[0] == '^' ? 1 : 0;
        if (flow.historyLength() <= at || history[at] != 'S') {
            return false;
        }
        for (int i = at + 1; i < flow.historyLength(); i++) {
            byte letter = history[i];
            if (letter == 'R') {
                return true;
            }
            if (letter == 'H' || letter == 'A' || letter == 'F' || letter == 'G' || letter == 'I' || letter == 'Q') {
                return false;
            }
        }
        return false;
    }
}
