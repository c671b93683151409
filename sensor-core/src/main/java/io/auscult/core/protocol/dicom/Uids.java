package io.auscult.core.protocol.dicom;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.util.Arrays;

/**
 * The unique identifiers of one association, as small numbers: those of {@link UidNames}, then at most {@link #MAX_UNKNOWN} others, whose name
 * is the identifier itself. On the flow's lane, reused; of more unknown ones nothing is known.
 */
final class Uids {
    static final int NONE = -1;
    static final int MAX_LENGTH = 64; // bytes, PS3.5 section 9
    static final int MAX_UNKNOWN = 64;

    private static final int KNOWN = UidNames.ALL.size();

    private final TextSlot texts = new TextSlot(MAX_UNKNOWN * MAX_LENGTH);
    private final int[] start = new int[MAX_UNKNOWN + 1];
    private int unknown;

    int of(StreamView in, int at, int length) {
        return of(in.array(), in.arrayOffset() + at, length);
    }

    /** @param length padding included */
    int of(byte[] bytes, int offset, int length) {
        int size = length;
        while (size > 0 && (bytes[offset + size - 1] == 0 || bytes[offset + size - 1] == ' ')) {
            size--;
        }
        if (size == 0 || size > MAX_LENGTH) {
            return NONE;
        }
        int index = UidNames.ALL.index(bytes, offset, size);
        if (index >= 0) {
            return index;
        }
        for (int i = 0; i < unknown; i++) {
            if (Arrays.equals(texts.bytes(), start[i], start[i + 1], bytes, offset, offset + size)) {
                return KNOWN + i;
            }
        }
        if (unknown == MAX_UNKNOWN || !isUid(bytes, offset, size)) {
            return NONE;
        }
        texts.append(bytes, offset, size);
        start[++unknown] = texts.length();
        return KNOWN + unknown - 1;
    }

    /** Digits and dots; nothing else is taken over into an event. */
    private static boolean isUid(byte[] bytes, int offset, int size) {
        for (int i = offset; i < offset + size; i++) {
            if (bytes[i] != '.' && (bytes[i] < '0' || bytes[i] > '9')) {
                return false;
            }
        }
        return true;
    }

    void name(EventWriter out, Field field, int uid) {
        if (uid >= KNOWN) {
            out.set(field, texts.bytes(), start[uid - KNOWN], start[uid - KNOWN + 1] - start[uid - KNOWN]);
        } else if (uid >= 0) {
            out.set(field, UidNames.ALL.name(uid));
        }
    }

    void uid(EventWriter out, Field field, int uid) {
        if (uid >= 0 && uid < KNOWN) {
            out.set(field, UidNames.ALL.uid(uid));
        } else {
            name(out, field, uid);
        }
    }

    /** Adds the name to a list; an empty text for none. */
    void addName(EventWriter out, int uid) {
        if (uid >= KNOWN) {
            out.add(texts.bytes(), start[uid - KNOWN], start[uid - KNOWN + 1] - start[uid - KNOWN]);
        } else {
            out.add(uid >= 0 ? UidNames.ALL.name(uid) : "");
        }
    }

    void addUid(EventWriter out, int uid) {
        if (uid >= 0 && uid < KNOWN) {
            out.add(UidNames.ALL.uid(uid));
        } else {
            addName(out, uid);
        }
    }

    int kept() {
        return texts.length();
    }

    void clear() {
        unknown = 0;
        texts.clear();
    }
}
