package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** A GUID, [MS-DTYP] 2.3.4.2: the first three parts with their lower byte first. Stateless. */
final class Guid {
    private Guid() {}

    /** Writes the sixteen bytes there in the usual form. */
    static void append(StreamView in, int at, TextSlot into) {
        into.clear();
        byte[] bytes = in.array();
        int from = in.arrayOffset() + at;
        for (int i = 3; i >= 0; i--) {
            into.appendHex(bytes, from + i, 1);
        }
        into.append((byte) '-');
        into.appendHex(bytes, from + 5, 1);
        into.appendHex(bytes, from + 4, 1);
        into.append((byte) '-');
        into.appendHex(bytes, from + 7, 1);
        into.appendHex(bytes, from + 6, 1);
        into.append((byte) '-');
        into.appendHex(bytes, from + 8, 2);
        into.append((byte) '-');
        into.appendHex(bytes, from + 10, 6);
    }
}
