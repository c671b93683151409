package io.auscult.core.protocol.hl7;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * Reads the frames of one direction, byte by byte (MLLP release 1; HL7 2.5 chapter 2). Of MSH, MSA and ERR the fields that are wanted go into the
 * message at work; of all other segments only the end is looked for. Reused, on the flow's lane.
 * <pre>
 *  | 0x0B | MSH|^~\&amp;|... CR  segment CR ... | 0x1C | 0x0D |
 * </pre>
 */
final class Hl7Side {
    static final int START = 0x0B;
    static final int END = 0x1C;

    /** What a byte brought about. */
    enum Step {
        NOTHING,
        /** The name of a message header was read: another message begins. */
        HEADER,
        FRAME_ENDS,
        /** This byte has no place here. */
        ODD
    }

    private enum Segment {
        NONE,
        NAME,
        MSH,
        MSA,
        ERR,
        OTHER
    }

    private static final int MSH = 'M' << 16 | 'S' << 8 | 'H';
    private static final int MSA = 'M' << 16 | 'S' << 8 | 'A';
    private static final int ERR = 'E' << 16 | 'R' << 8 | 'R';
    private static final int BHS = 'B' << 16 | 'H' << 8 | 'S';
    private static final int FHS = 'F' << 16 | 'H' << 8 | 'S';
    private static final int BYTE_ORDER_MARK = 0xEFBBBF;
    private static final int ACKNOWLEDGED = 0x06; // MLLP release 2: one byte in a frame
    private static final int NOT_ACKNOWLEDGED = 0x15;
    private static final int NAME_LENGTH = 3;
    private static final int ENCODING = 4; // component, repetition, escape, subcomponent

    private Hl7Message message = new Hl7Message();
    private final int[] encoding = new int[ENCODING];
    private final TextSlot component = new TextSlot(Hl7Message.MAX_NAME);
    private Segment segment = Segment.NONE;
    private boolean hasMessage;
    private boolean headed; // a header segment was seen in this frame
    private int name;
    private int nameLength;
    private int separator;
    private int encodings;
    private int field;
    private int part;
    private boolean repeated; // behind the first repetition
    private boolean sub; // behind the first subcomponent
    private boolean escaping;
    private int escape;

    boolean hasMessage() {
        return hasMessage;
    }

    Hl7Message message() {
        return message;
    }

    /** The message whose header's name was just read begins. */
    void begin(int direction, long nowNs) {
        hasMessage = true;
        message.begin(direction, nowNs);
        message.bytes = NAME_LENGTH;
        message.segments = 1;
    }

    /** The message is over; the next one goes into another. */
    void release(Hl7Message next) {
        hasMessage = false;
        message = next;
    }

    /** Bytes from here that mean nothing: inside a segment that is not wanted. */
    int skip(StreamView in, int at) {
        if (segment != Segment.OTHER) {
            return 0;
        }
        int i = at;
        while (i < in.length() && !isStructure(in.u8(i))) {
            i++;
        }
        if (hasMessage) {
            message.bytes += i - at;
        }
        return i - at;
    }

    private static boolean isStructure(int c) {
        return c == '\r' || c == '\n' || c == END || c == START;
    }

    Step next(int c) {
        if (c == START) {
            headed = false;
            startSegment();
            return Step.NOTHING;
        }
        if (segment == Segment.NONE) {
            return c == '\r' || c == '\n' || c == END || c == 0 ? Step.NOTHING : Step.ODD;
        }
        if (c == END) {
            endField();
            segment = Segment.NONE;
            return Step.FRAME_ENDS;
        }
        if (hasMessage) {
            message.bytes++;
        }
        if (c == '\r' || c == '\n') {
            endField();
            startSegment();
            return Step.NOTHING;
        }
        return switch (segment) {
            case NAME -> onName(c);
            case OTHER, NONE -> Step.NOTHING;
            default -> onField(c);
        };
    }

    private void startSegment() {
        segment = Segment.NAME;
        name = 0;
        nameLength = 0;
        field = 0;
        startPart(0);
        repeated = false;
    }

    private void startPart(int part) {
        this.part = part;
        sub = false;
        escaping = false;
        component.clear();
    }

    private Step onName(int c) {
        name = name << 8 | c;
        nameLength++;
        if (nameLength < NAME_LENGTH) {
            if (!headed && (c == ACKNOWLEDGED || c == NOT_ACKNOWLEDGED)) {
                segment = Segment.OTHER;
            }
            return Step.NOTHING;
        }
        if (name == BYTE_ORDER_MARK && !headed) {
            name = 0;
            nameLength = 0;
            return Step.NOTHING;
        }
        if (name == MSH) {
            segment = Segment.MSH;
            headed = true;
            encodings = 0;
            separator = -1;
            if (hasMessage) {
                message.bytes -= NAME_LENGTH; // they are the next one's
            }
            return Step.HEADER;
        }
        if (hasMessage) {
            message.segments++;
        }
        segment = switch (name) {
            case MSA -> hasMessage ? Segment.MSA : Segment.OTHER;
            case ERR -> hasMessage ? Segment.ERR : Segment.OTHER;
            default -> Segment.OTHER;
        };
        boolean batch = name == BHS || name == FHS;
        return headed || batch ? Step.NOTHING : Step.ODD;
    }

    private Step onField(int c) {
        if (segment == Segment.MSH && separator < 0) {
            separator = c;
            field = 2; // the separator itself is MSH-1
            return Step.NOTHING;
        }
        if (c == separator) {
            endField();
            field++;
            startPart(0);
            repeated = false;
        } else if (segment == Segment.MSH && field == 2) {
            if (encodings < ENCODING) {
                encoding[encodings++] = c;
            }
        } else if (encodings > 0 && c == encoding[0]) {
            endField();
            startPart(part + 1);
        } else if (encodings > 1 && c == encoding[1]) {
            endField();
            repeated = true;
        } else if (encodings > 3 && c == encoding[3]) {
            endField();
            sub = true;
        } else if (!repeated && !sub) {
            onText(c);
        }
        return Step.NOTHING;
    }

    private void onText(int c) {
        if (encodings > 2 && c == encoding[2]) {
            if (escaping && escape >= 0) {
                component.append((byte) escape);
            }
            escaping = !escaping;
            escape = -1;
        } else if (escaping) {
            escape = unescaped(c);
        } else {
            component.append((byte) c);
        }
    }

    /** HL7 2.5 section 2.7.1: the separators by letter; of other escapes nothing is kept. */
    private int unescaped(int letter) {
        return switch (letter) {
            case 'F' -> separator;
            case 'S' -> encoding[0];
            case 'R' -> encoding[1];
            case 'E' -> encoding[2];
            case 'T' -> encodings > 3 ? encoding[3] : '&';
            default -> -1;
        };
    }

    /** A component ends: it is kept when its place is one that is wanted. */
    private void endField() {
        if (repeated || component.length() == 0) {
            return;
        }
        TextSlot wanted = switch (segment) {
            case MSH -> header();
            case MSA -> acknowledgement();
            case ERR -> error();
            default -> null;
        };
        if (wanted != null) {
            wanted.clear();
            wanted.append(component);
        }
        component.clear();
    }

    private TextSlot header() {
        return switch (field) {
            case 3 -> named(message.sendingApplication);
            case 4 -> named(message.sendingFacility);
            case 5 -> named(message.receivingApplication);
            case 6 -> named(message.receivingFacility);
            case 9 -> part == 0 ? message.type : part == 1 ? message.trigger : part == 2 ? message.structure : null;
            case 10 -> part == 0 ? message.controlId : null;
            case 11 -> part == 0 ? message.processingId : null;
            case 12 -> part == 0 ? message.version : null;
            case 18 -> part == 0 ? message.characterSet : null;
            default -> null;
        };
    }

    /** A hierarchic designator: the local name, or where that is empty the universal one. */
    private TextSlot named(TextSlot slot) {
        return part == 0 || part == 1 && !slot.isSet() ? slot : null;
    }

    private TextSlot acknowledgement() {
        return switch (field) {
            case 1 -> part == 0 ? message.ackCode : null;
            case 2 -> part == 0 ? message.ackControlId : null;
            case 6 -> part == 0 ? message.errorCode : null;
            default -> null;
        };
    }

    /** The code of the first error: ERR-3.1, before version 2.5 ERR-1.4.1; never where it was or what was said about it. */
    private TextSlot error() {
        boolean wanted = field == 3 && part == 0 || field == 1 && part == 3;
        return wanted && !message.errorCode.isSet() ? message.errorCode : null;
    }

    /** Bytes are missing: what follows is taken for the rest of the same segment, until another begins. */
    void gap(long length) {
        component.clear();
        segment = Segment.OTHER;
        headed = true;
        if (hasMessage) {
            message.missedBytes += length;
        }
    }

    int kept() {
        return (hasMessage ? message.kept() : 0) + component.length();
    }

    void reset() {
        segment = Segment.NONE;
        hasMessage = false;
        headed = false;
        message.clear();
        component.clear();
    }
}
