package io.auscult.core.protocol.smb;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dns.NetbiosName;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.oddity.Oddity;
import io.auscult.core.protocol.smb.Side.Next;
import java.util.List;

/**
 * SMB over TCP, bare or behind NetBIOS session framing: walks frames and the messages in them, lets content of files and pipes pass as it comes, and
 * finds the next frame after a gap. What messages say is read by {@link Smb1Reader} and {@link Smb2Reader}.
 */
public final class SmbParser implements ProtocolParser {
    public static final Protocol PROTOCOL = new Protocol(
            "smb",
            true,
            false,
            List.of(SmbProbe.DIRECT, SmbProbe.NETBIOS),
            SmbProbe::probe,
            SmbParser::new,
            List.of(SmbEvents.SESSION, SmbEvents.MAPPING, SmbEvents.FILES, Oddity.ODDITY));

    /** Longest message that is waited for, content aside; of a longer one as much is read. */
    static final int MAX_MESSAGE = 1 << 15;

    /** More bytes are needed. */
    static final int WAIT = -1;

    private static final int FRAMES_TO_BE_SURE = 3; // as Zeek, which counts three pieces without an error
    private static final int MAX_SESSION_PACKET = 512; // bytes; RFC 1002 section 4.3.2 needs 68

    private static final int NAME_LENGTH = 32; // bytes, RFC 1001 section 14.1
    private static final int ENCODED_NAME = 1 + NAME_LENGTH + 1;
    private static final String ANY_SERVER = "*SMBSERVER";

    private static final int SEALED_HEADER = 52; // bytes, [MS-SMB2] 2.2.41
    private static final int COMPRESSED_HEADER = 16; // bytes, [MS-SMB2] 2.2.42
    private static final int CHAINED = 0x0001; // flags there

    private final Conversation conversation = new Conversation();
    private final Smb1Reader smb1 = new Smb1Reader(conversation);
    private final Smb2Reader smb2 = new Smb2Reader(conversation);
    private final Side[] sides = {new Side(), new Side()};
    private final TextSlot name = new TextSlot(NAME_LENGTH);
    private int frames;
    private boolean isOddTold;

    @Override
    public int onData(StreamView in, EventWriter out) {
        Side side = sides[in.direction().ordinal()];
        int at = 0;
        for (int next = step(side, in, at, out); next >= 0; next = step(side, in, at, out)) {
            at = next;
        }
        side.uneaten = in.length() - at;
        if (frames >= FRAMES_TO_BE_SURE) {
            in.confirm(PROTOCOL.name());
            in.confirm();
        }
        return at;
    }

    /** The place after what this step has eaten, or {@link #WAIT}. */
    private int step(Side side, StreamView in, int at, EventWriter out) {
        return switch (side.next) {
            case FRAME -> onFrame(side, in, at, out);
            case MESSAGE -> onMessage(side, in, at, out);
            case CONTENT -> onContent(side, in, at, out);
            case REST -> onRest(side, in, at);
            case LOST -> onLost(side, in, at);
        };
    }

    private int onFrame(Side side, StreamView in, int at, EventWriter out) {
        if (in.length() - at < Frame.HEADER) {
            return WAIT;
        }
        if (in.u8(at) != Frame.MESSAGE) {
            return onSessionPacket(side, in, at, out);
        }
        int length = in.u24(at + 1);
        if (length == 0) {
            return at + Frame.HEADER;
        }
        if (in.length() - at < Frame.HEADER + Frame.SIGNATURE) {
            return WAIT;
        }
        if (!Frame.isAt(in, at)) {
            side.next = Next.LOST;
            return at;
        }
        frames++;
        side.frameLeft = length;
        side.next = Next.MESSAGE;
        return at + Frame.HEADER;
    }

    /** RFC 1002 section 4.3: what goes before the first message on port 139. */
    private int onSessionPacket(Side side, StreamView in, int at, EventWriter out) {
        int type = in.u8(at);
        int length = in.u24(at + 1);
        if (type < Frame.SESSION_REQUEST || type > Frame.KEEP_ALIVE || length > MAX_SESSION_PACKET) {
            side.next = Next.LOST;
            return at;
        }
        if (in.length() - at < Frame.HEADER + length) {
            return WAIT;
        }
        if (type == Frame.SESSION_REQUEST && length >= 2 * ENCODED_NAME) {
            onNames(in, at + Frame.HEADER, out);
        }
        return at + Frame.HEADER + length;
    }

    /** The name of the server as the client knows it, then the client's own; each behind its length, with a zero after it. */
    private void onNames(StreamView in, int at, EventWriter out) {
        ConnectionId c = in.connection();
        boolean isOrig = in.isOrig();
        if (in.u8(at) == NAME_LENGTH) {
            name.set(in, at + 1, NAME_LENGTH);
            NetbiosName.decode(name);
            if (!name.textEquals(ANY_SERVER)) {
                HostNames.learned(
                        out, isOrig ? c.respHigh : c.origHigh, isOrig ? c.respLow : c.origLow, name, "netbios");
            }
        }
        if (in.u8(at + ENCODED_NAME) == NAME_LENGTH) {
            name.set(in, at + ENCODED_NAME + 1, NAME_LENGTH);
            NetbiosName.decode(name);
            HostNames.learned(out, isOrig ? c.origHigh : c.respHigh, isOrig ? c.origLow : c.respLow, name, "netbios");
        }
    }

    private int onMessage(Side side, StreamView in, int at, EventWriter out) {
        int available = Math.min(in.length() - at, side.frameLeft);
        if (side.frameLeft < Frame.LEAST) {
            return rest(side, at);
        }
        if (available < Frame.SIGNATURE) {
            return WAIT;
        }
        if (!Frame.isSignature(in, at)) {
            return rest(side, at);
        }
        return switch (in.u8(at)) {
            case Frame.SMB1 -> smb1.read(side, in, at, available, out);
            case Frame.SMB2 -> smb2.read(side, in, at, available, out);
            case Frame.SEALED -> onSealed(side, in, at, available, out);
            default -> onCompressed(side, in, at, available, out);
        };
    }

    /** What is left of the frame is passed over. */
    private static int rest(Side side, int at) {
        side.messageLeft = side.frameLeft;
        side.next = Next.REST;
        return at;
    }

    private int onSealed(Side side, StreamView in, int at, int available, EventWriter out) {
        if (side.frameLeft < SEALED_HEADER) {
            return rest(side, at);
        }
        if (available < SEALED_HEADER) {
            return WAIT;
        }
        conversation.seen(3, out);
        conversation.sealed(in.u64le(at + 44), side.frameLeft - SEALED_HEADER, in.direction(), out);
        return rest(side, at);
    }

    private int onCompressed(Side side, StreamView in, int at, int available, EventWriter out) {
        if (available < COMPRESSED_HEADER) {
            return WAIT;
        }
        conversation.seen(3, out);
        conversation.compressed(side.frameLeft - COMPRESSED_HEADER);
        boolean isChained = (in.u16le(at + 10) & CHAINED) != 0; // then it is no offset
        if (!isChained && in.u32le(at + 12) > Math.max(0, side.frameLeft - COMPRESSED_HEADER) && !isOddTold) {
            isOddTold = true;
            Oddity.COMPRESSION_BEYOND_MESSAGE.write(out, out.nowNs(), "", "");
        }
        return rest(side, at);
    }

    private int onContent(Side side, StreamView in, int at, EventWriter out) {
        int length = Math.min(in.length() - at, side.contentLeft);
        if (length == 0 && side.contentLeft > 0
                || length < Math.min(side.contentLeft, Conversation.TELLING) && conversation.isUndecided(side)) {
            return WAIT;
        }
        if (length > 0) {
            conversation.content(side, in, at, length, out);
            eaten(side, length);
        }
        if (side.contentLeft == 0) {
            conversation.contentEnds(side, out);
            side.next = Next.REST;
        }
        return at + length;
    }

    private static void eaten(Side side, int length) {
        side.contentLeft -= length;
        side.messageLeft -= length;
        side.frameLeft -= length;
    }

    private static int onRest(Side side, StreamView in, int at) {
        int length = Math.min(in.length() - at, side.messageLeft);
        if (length == 0 && side.messageLeft > 0) {
            return WAIT;
        }
        side.messageLeft -= length;
        side.frameLeft -= length;
        if (side.messageLeft == 0) {
            side.next = side.frameLeft > 0 ? Next.MESSAGE : Next.FRAME;
        }
        return at + length;
    }

    private static int onLost(Side side, StreamView in, int at) {
        int found = Frame.find(in, at);
        if (found >= 0) {
            side.reset();
            return found;
        }
        int tail = Frame.HEADER + Frame.SIGNATURE - 1; // bytes that may begin a frame
        return in.length() - at > tail ? in.length() - tail : WAIT;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        Side side = sides[direction.ordinal()];
        long missing = length + side.uneaten;
        side.uneaten = 0;
        if (missing > side.frameLeft || side.next == Next.FRAME || side.next == Next.LOST) {
            side.next = Next.LOST;
            return true;
        }
        if (side.next == Next.MESSAGE) {
            side.messageLeft = side.frameLeft;
        }
        if (side.next == Next.CONTENT) {
            int content = (int) Math.min(missing, side.contentLeft);
            conversation.missing(side, direction, content, out);
            eaten(side, content);
            missing -= content;
            if (side.contentLeft == 0) {
                conversation.contentEnds(side, out);
            }
        }
        if (missing > side.messageLeft) {
            side.messageLeft = side.frameLeft; // the messages behind it in the frame have lost their beginning
        }
        side.messageLeft -= (int) missing;
        side.frameLeft -= (int) missing;
        side.next = side.next == Next.CONTENT && side.contentLeft > 0 ? Next.CONTENT : Next.REST;
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        smb1.end(out);
        conversation.end(out);
    }

    @Override
    public int kept() {
        return conversation.kept();
    }

    @Override
    public void reset() {
        conversation.reset();
        smb1.reset();
        sides[0].reset();
        sides[1].reset();
        frames = 0;
        isOddTold = false;
    }
}
