package io.auscult.core.protocol.rdp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** What a client says of itself in the basic settings exchange, [MS-RDPBCGR] section 2.2.1.3. One per parser. */
final class RdpClient {
    private static final int CORE = 0xC001;
    private static final int NETWORK = 0xC003;
    private static final int MIN_CORE = 132; // bytes up to the first optional field, header included
    private static final int NAME = 32; // bytes
    private static final int PRODUCT_ID = 64; // bytes
    private static final int MAX_CHANNELS = 31;
    private static final int CHANNEL = 12; // bytes
    private static final int CHANNEL_NAME = 8;
    private static final int WANT_32_BITS = 2;

    final TextSlot name = new TextSlot(NAME * 2);
    private final TextSlot productId = new TextSlot(PRODUCT_ID * 2);
    private final TextSlot channels = new TextSlot(MAX_CHANNELS * (CHANNEL_NAME + 1)); // each behind a zero
    private final TextSlot keyboardText = new TextSlot(80);
    private boolean seen;
    private long keyboard;
    private long build;
    private int width;
    private int height;
    private int colorDepth;
    private boolean wants32Bits;

    /** Whether the client was heard. */
    boolean isSeen() {
        return seen;
    }

    /** The data blocks between these places. */
    void read(StreamView in, int from, int to) {
        int at = from;
        while (at + 4 <= to) {
            int size = in.u16le(at + 2);
            if (size < 4 || size > to - at) {
                return;
            }
            switch (in.u16le(at)) {
                case CORE -> readCore(in, at, size);
                case NETWORK -> readChannels(in, at, size);
                default -> {}
            }
            at += size;
        }
    }

    private void readCore(StreamView in, int at, int size) {
        if (size < MIN_CORE) {
            return;
        }
        seen = true;
        width = in.u16le(at + 8);
        height = in.u16le(at + 10);
        keyboard = in.u32le(at + 16);
        build = in.u32le(at + 20);
        text(in, at + 24, NAME, name);
        colorDepth = size >= 142 ? in.u16le(at + 140) : 0;
        wants32Bits = size >= 146 && (in.u16le(at + 144) & WANT_32_BITS) != 0;
        productId.clear();
        productId.append("");
        if (size >= 146 + PRODUCT_ID) {
            text(in, at + 146, PRODUCT_ID, productId);
        }
    }

    private static void text(StreamView in, int at, int size, TextSlot into) {
        int length = 0;
        while (length + 2 <= size && in.u16(at + length) != 0) {
            length += 2;
        }
        into.clear();
        into.append("");
        into.appendUtf16le(in, at, length);
    }

    private void readChannels(StreamView in, int at, int size) {
        if (size < 8) {
            return;
        }
        channels.clear();
        long count = Math.min(in.u32le(at + 4), MAX_CHANNELS);
        for (int i = 0; i < count && 8 + CHANNEL * (i + 1) <= size; i++) {
            int from = at + 8 + CHANNEL * i;
            int end = in.indexOf(0, from, from + CHANNEL_NAME);
            channels.append((byte) 0);
            channels.append(in, from, end < 0 ? CHANNEL_NAME : end - from);
        }
    }

    void write(EventWriter out) {
        if (!seen) {
            return;
        }
        writeChannels(out);
        writeKeyboard(out);
        RdpNames.BUILDS.to(out, RdpParser.CLIENT_BUILD, (int) Math.min(build, 0xFFFF));
        name.to(out, RdpParser.CLIENT_NAME);
        productId.to(out, RdpParser.CLIENT_DIG_PRODUCT_ID);
        out.set(RdpParser.DESKTOP_WIDTH, width);
        out.set(RdpParser.DESKTOP_HEIGHT, height);
        if (wants32Bits) {
            out.set(RdpParser.REQUESTED_COLOR_DEPTH, "32bit");
        } else {
            RdpNames.COLOR_DEPTHS.to(out, RdpParser.REQUESTED_COLOR_DEPTH, colorDepth);
        }
    }

    private void writeKeyboard(EventWriter out) {
        String language = RdpNames.KEYBOARDS.name((int) (keyboard & 0xFFFF));
        keyboardText.clear();
        if (language == null) {
            keyboardText.append("keyboard-");
            keyboardText.appendDecimal(keyboard);
        } else {
            keyboardText.append(language);
            if (keyboard > 0xFFFF) {
                keyboardText.append(" (Best Guess for ");
                keyboardText.appendDecimal(keyboard);
                keyboardText.append((byte) ')');
            }
        }
        keyboardText.to(out, RdpParser.KEYBOARD_LAYOUT);
    }

    private void writeChannels(EventWriter out) {
        int end = channels.length();
        if (end == 0) {
            return;
        }
        out.beginList(RdpParser.CLIENT_CHANNELS);
        int from = 1;
        for (int i = 1; i <= end; i++) {
            if (i == end || channels.bytes()[i] == 0) {
                out.add(channels.bytes(), from, i - from);
                from = i + 1;
            }
        }
        out.endList();
    }

    void reset() {
        seen = false;
        name.clear();
        productId.clear();
        channels.clear();
    }
}
