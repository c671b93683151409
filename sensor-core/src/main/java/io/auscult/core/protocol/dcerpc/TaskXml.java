package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.TextSlot;

/** What a scheduled task runs, from its definition in XML, [MS-TSCH] 2.5: the command and its arguments, or the class. Stateless. */
final class TaskXml {
    private static final String[] ELEMENTS = {"<Command>", "<Arguments>", "<ClassId>"};
    private static final int MAX_CHARACTERS = 1 << 15;

    private TaskXml() {}

    /** Reads a conformant varying text of 16-bit characters; of one that is not whole, what is there. */
    static void read(Ndr ndr, TextSlot into) {
        ndr.size();
        ndr.size();
        long count = Math.min(ndr.size(), Math.min(MAX_CHARACTERS, ndr.left() / 2));
        if (!ndr.ok()) {
            return;
        }
        int from = ndr.at();
        int end = from + 2 * (int) count;
        for (int at = from; at + 2 <= end; at += 2) {
            if (ndr.character(at) != '<') {
                continue;
            }
            for (String element : ELEMENTS) {
                if (at + 2 * element.length() < end && startsWith(ndr, at, element)) {
                    at = content(ndr, at + 2 * element.length(), end, into) - 2;
                    break;
                }
            }
        }
        ndr.seek(end);
    }

    private static boolean startsWith(Ndr ndr, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (ndr.character(at + 2 * i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int content(Ndr ndr, int from, int end, TextSlot into) {
        if (into.length() > 0) {
            into.append((byte) ' ');
        }
        int at = from;
        while (at + 2 <= end && ndr.character(at) != '<') {
            Ndr.utf8(into, ndr.character(at));
            at += 2;
        }
        return at;
    }
}
