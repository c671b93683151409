package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.Signature.Step;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a request by its {@link Signature}, up to the first that does not fit: what was read until then is told. One per
 * association. At most {@link #MAX_NAMES} names of a list are taken.
 */
final class ArgumentReader {
    static final int MAX_NAMES = 64;

    private final HandleNames handles;
    private final TextSlot skipped = new TextSlot(0);
    private final boolean[] present = new boolean[MAX_NAMES];

    ArgumentReader(HandleNames handles) {
        this.handles = handles;
    }

    void read(Ndr ndr, Signature signature, CallArguments into) {
        for (Step step : signature.steps()) {
            if (!ndr.ok()) {
                return;
            }
            if (!step.pointer() || ndr.size() != 0) {
                read(ndr, step, into);
            }
        }
    }

    private void read(Ndr ndr, Step step, CallArguments into) {
        Argument field = step.field();
        switch (step.type()) {
            case HANDLE -> handle(ndr, field, into);
            case NUMBER1 -> ndr.u8();
            case NUMBER2 -> ndr.u16();
            case NUMBER4 -> ndr.i32();
            case NUMBER8 -> {
                ndr.align(8);
                ndr.skip(8);
            }
            case RID -> rid(ndr, field, into);
            case ENUMERATION -> ndr.enumeration();
            case WIDE_TEXT -> ndr.text(slot(field, into), true);
            case TEXT -> ndr.text(slot(field, into), false);
            case BYTES -> ndr.skip(ndr.size());
            case COUNTED_TEXT -> countedText(ndr, field, into);
            case NAMES -> names(ndr, field, into, false);
            case VARYING_NAMES -> names(ndr, field, into, true);
            case UUID -> uuid(ndr, field, into);
            case CREDENTIAL -> credential(ndr, into);
            case ORPCTHIS -> Activation.orpcThis(ndr);
            case AUTOMATION_TEXT -> automationText(ndr, field, into);
            case CONSTANT -> slot(field, into).append(step.constant());
            case TASK_XML -> TaskXml.read(ndr, slot(field, into));
            case DRIVER -> PrinterDriver.driver(ndr, into, skipped);
            case MONITOR -> PrinterDriver.monitor(ndr, into, skipped);
            case DSNAME -> dsname(ndr, field, into);
            case ACTIVATION -> Activation.properties(ndr, into);
            case OLD_ACTIVATION -> Activation.old(ndr, into);
            case TOWER -> EndpointMap.asked(ndr, into);
        }
    }

    /** Where the text of a field goes; a second one is told behind a backslash. */
    private TextSlot slot(@Nullable Argument field, CallArguments into) {
        if (field == null) {
            return skipped;
        }
        TextSlot text = into.at(field);
        if (text.length() > 0 && !field.isList()) {
            text.append((byte) '\\');
        } else if (!text.isSet()) {
            text.append("");
        }
        return text;
    }

    private void handle(Ndr ndr, @Nullable Argument field, CallArguments into) {
        ndr.align(4);
        if (ndr.left() < HandleNames.SIZE) {
            ndr.fail();
            return;
        }
        TextSlot name = field == null ? null : handles.name(ndr.in(), ndr.at());
        if (name != null) {
            slot(field, into).append(name);
        }
        ndr.skip(HandleNames.SIZE);
    }

    private void rid(Ndr ndr, @Nullable Argument field, CallArguments into) {
        long rid = ndr.u32();
        if (ndr.ok()) {
            TextSlot text = slot(field, into);
            text.append("RID ");
            text.appendDecimal(rid);
        }
    }

    /** RPC_UNICODE_STRING, [MS-DTYP] 2.3.10, at the top level: what its pointer points to follows at once. */
    private void countedText(Ndr ndr, @Nullable Argument field, CallArguments into) {
        if (header(ndr)) {
            ndr.text(slot(field, into), true);
        }
    }

    /** @return whether a text will follow */
    private static boolean header(Ndr ndr) {
        ndr.align(ndr.isWide() ? 8 : 4);
        ndr.u16();
        ndr.u16();
        return ndr.size() != 0;
    }

    private void names(Ndr ndr, @Nullable Argument field, CallArguments into, boolean varying) {
        long count = ndr.u32();
        ndr.size(); // most there may be
        if (varying) {
            ndr.size(); // the first
            count = ndr.size();
        }
        if (count > 1 << 10) {
            ndr.fail();
        }
        for (int i = 0; i < count && ndr.ok(); i++) {
            boolean has = header(ndr);
            if (i < MAX_NAMES) {
                present[i] = has;
            }
        }
        for (int i = 0; i < count && i < MAX_NAMES && ndr.ok(); i++) {
            if (present[i]) {
                ndr.text(slot(field, into), true);
            }
        }
    }

    private void uuid(Ndr ndr, @Nullable Argument field, CallArguments into) {
        long high = ndr.uuidHigh();
        long low = ndr.uuidLow();
        if (ndr.ok() && field != null) {
            RpcNames.uuid(slot(field, into), high, low);
        }
    }

    private static void credential(Ndr ndr, CallArguments into) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum |= ndr.u8();
        }
        if (ndr.ok()) {
            into.credential(sum == 0);
        }
    }

    /** BSTR as FLAGGED_WORD_BLOB, [MS-OAUT] 2.2.23. */
    private void automationText(Ndr ndr, @Nullable Argument field, CallArguments into) {
        if (ndr.size() == 0) {
            return;
        }
        ndr.size(); // most there may be
        ndr.u32();
        long characters = ndr.u32();
        ndr.characters(slot(field, into), characters, true);
    }

    /** IDL_DRSGetNCChanges, [MS-DRSR] 4.1.10.2: the naming context of versions 5, 8 and 10. */
    private void dsname(Ndr ndr, @Nullable Argument field, CallArguments into) {
        int version = ndr.i32();
        int size = switch (version) {
            case 5 -> 96;
            case 8 -> 112;
            case 10 -> 116;
            default -> 0;
        };
        if (size == 0 || ndr.isWide() || ndr.i32() != version) {
            ndr.fail();
            return;
        }
        ndr.align(8);
        ndr.skip(size);
        ndr.size(); // most characters
        ndr.skip(4 + 4 + 16 + 28);
        long characters = ndr.u32();
        ndr.characters(slot(field, into), characters, true);
    }
}
