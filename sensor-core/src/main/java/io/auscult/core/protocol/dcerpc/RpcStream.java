package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.util.Arrays;

/**
 * DCE/RPC over a named pipe, [MS-RPCE] 2.1.1.2: the carrying protocol gives what is written to and read from one open pipe, in any pieces.
 * One per open pipe, reused; lives on the flow's lane. Keeps at most one unfinished message (64 KiB) a direction. Contents that are not
 * DCE/RPC (other programs use pipes too) are passed over for the rest of the pipe's life.
 */
public final class RpcStream {
    private static final int SPARE = 1 << 12; // bytes of memory that stay with an idle stream

    private final RpcSession session = new RpcSession(false);
    private final StreamView view = new StreamView();
    private final byte[][] kept = {new byte[0], new byte[0]};
    private final int[] keptLength = new int[2];
    private final boolean[] lost = new boolean[2];
    private boolean foreign;
    private boolean confirmed;

    /** Whether these bytes begin a message of DCE/RPC: so a pipe is told where its share was not seen. */
    public static boolean begins(StreamView in, int at, int length) {
        return length >= RpcPdu.HEADER && RpcPdu.isHeader(in, at);
    }

    /** Which pipe it is; with or without {@code \PIPE\}. */
    public void pipe(TextSlot name) {
        session.pipe(name);
    }

    /** The next bytes of the direction that the view has. */
    public void data(StreamView in, int at, int length, EventWriter out) {
        if (foreign || length == 0) {
            return;
        }
        int d = in.direction().ordinal();
        if (keptLength[d] == 0) {
            int eaten = read(in, at, length, d, out);
            if (!foreign && eaten < length) {
                keep(in, at + eaten, length - eaten, d);
            }
            return;
        }
        keep(in, at, length, d);
        view.wrap(kept[d], 0, keptLength[d], in.direction(), false, in.connection());
        int eaten = read(view, 0, keptLength[d], d, out);
        if (foreign) {
            return;
        }
        keptLength[d] -= eaten;
        System.arraycopy(kept[d], eaten, kept[d], 0, keptLength[d]);
    }

    /** @return bytes done with */
    private int read(StreamView in, int from, int length, int d, EventWriter out) {
        int at = from;
        int end = from + length;
        while (end - at >= RpcPdu.HEADER) {
            if (!RpcPdu.isHeader(in, at)) {
                if (!confirmed && !lost[d]) {
                    foreign = true;
                    keptLength[0] = 0;
                    keptLength[1] = 0;
                    return length;
                }
                at++;
                continue;
            }
            int size = RpcPdu.fragmentLength(in, at);
            if (end - at < size) {
                break;
            }
            lost[d] = false;
            session.onPdu(in, at, size, out);
            if (!confirmed) {
                confirmed = true;
                in.confirm("dce_rpc");
            }
            at += size;
        }
        return at - from;
    }

    private void keep(StreamView in, int at, int length, int d) {
        int total = keptLength[d] + length;
        if (total > kept[d].length) {
            kept[d] = Arrays.copyOf(kept[d], Math.max(total, 2 * kept[d].length));
        }
        System.arraycopy(in.array(), in.arrayOffset() + at, kept[d], keptLength[d], length);
        keptLength[d] = total;
    }

    /** {@code length} bytes of this direction will never come. */
    public void gap(Direction direction, long length, EventWriter out) {
        lost[direction.ordinal()] = true;
        keptLength[direction.ordinal()] = 0;
        session.onGap(direction);
    }

    /** The pipe was closed, or the connection ended: what waits for an answer is written. */
    public void end(EventWriter out) {
        session.end(out);
    }

    /** Whether a whole message of DCE/RPC was seen. */
    public boolean isConfirmed() {
        return confirmed;
    }

    /** Bytes kept of unfinished messages. */
    public int kept() {
        return keptLength[0] + keptLength[1] + session.kept();
    }

    /** Forgets everything, for the next pipe. */
    public void reset() {
        for (int d = 0; d < 2; d++) {
            keptLength[d] = 0;
            lost[d] = false;
            if (kept[d].length > SPARE) {
                kept[d] = new byte[0];
            }
        }
        foreign = false;
        confirmed = false;
        session.reset();
    }
}
