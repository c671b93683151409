package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * What an activation of DCOM asks for, [MS-DCOM] 2.2.22 and 3.1.2.5: the class, and the interfaces of it. Stateless. At most
 * {@link #MAX_IIDS} interfaces and {@link #MAX_PROPERTIES} activation properties are read.
 */
final class Activation {
    static final int MAX_IIDS = 16;
    static final int MAX_PROPERTIES = 16;

    private static final int MAX_SEARCH = 1 << 10; // bytes before the object reference
    private static final int MAX_EXTENTS = 8;
    private static final int SIGNATURE = 0x4D454F57; // MEOW
    private static final int CUSTOM = 4; // kind of object reference
    private static final int REFERENCE = 4 + 4 + 16 + 16 + 4 + 4; // bytes before the activation properties
    private static final int SERIALIZED = 16; // bytes of headers of a serialized type
    private static final long INSTANTIATION_HIGH = 0x000001AB_0000_0000L;
    private static final long INSTANTIATION_LOW = 0xC000_000000000046L;
    private static final int UUID = 16;

    private Activation() {}

    /** ORPCTHIS, [MS-DCOM] 2.2.13.3. */
    static void orpcThis(Ndr ndr) {
        ndr.u16();
        ndr.u16();
        ndr.u32();
        ndr.u32();
        ndr.uuidHigh();
        ndr.uuidLow();
        if (ndr.size() == 0) {
            return;
        }
        ndr.u32();
        ndr.u32();
        if (ndr.size() == 0) {
            return;
        }
        long count = ndr.size();
        int present = 0;
        for (int i = 0; i < count && i <= MAX_EXTENTS; i++) {
            present += ndr.size() != 0 ? 1 : 0;
        }
        if (count > MAX_EXTENTS) {
            ndr.fail();
        }
        for (int i = 0; i < present && ndr.ok(); i++) {
            long bytes = ndr.size();
            ndr.uuidHigh();
            ndr.uuidLow();
            ndr.u32();
            ndr.skip(bytes);
        }
    }

    /** RemoteActivation, [MS-DCOM] 3.1.2.5.2.3.1. */
    static void old(Ndr ndr, CallArguments into) {
        orpcThis(ndr);
        long high = ndr.uuidHigh();
        long low = ndr.uuidLow();
        if (!ndr.ok()) {
            return;
        }
        RpcNames.uuid(into.at(Argument.CLSID), high, low);
        if (ndr.size() != 0) {
            ndr.text(into.at(Argument.PATH), true);
        }
        if (ndr.size() != 0) {
            return; // a stored object: nothing more is read
        }
        ndr.u32();
        ndr.u32();
        long count = ndr.u32();
        if (ndr.size() != 0) {
            ndr.size();
            for (int i = 0; i < count && i < MAX_IIDS; i++) {
                long iidHigh = ndr.uuidHigh();
                long iidLow = ndr.uuidLow();
                if (!ndr.ok()) {
                    return;
                }
                iid(into, iidHigh, iidLow);
            }
        }
    }

    /** RemoteGetClassObject and RemoteCreateInstance: properties in an object reference of its own kind, always little-endian. */
    static void properties(Ndr ndr, CallArguments into) {
        StreamView in = ndr.in();
        int end = ndr.at() + ndr.left();
        int from = ndr.at();
        for (int at = from; at + REFERENCE <= end && at < from + MAX_SEARCH; at += 4) {
            boolean isReference = in.i32(at) == SIGNATURE && in.i32le(at + 4) == CUSTOM;
            if (isReference) {
                blob(in, at + REFERENCE, end, into);
                return;
            }
        }
    }

    /** Activation properties BLOB, [MS-DCOM] 2.2.22. */
    private static void blob(StreamView in, int from, int end, CallArguments into) {
        int header = from + 8;
        int fixed = header + SERIALIZED;
        if (fixed + 48 > end) {
            return;
        }
        long headerLength = in.u32le(fixed + 4);
        long count = in.u32le(fixed + 16);
        int classes = fixed + 48 + 4; // behind the fixed part and the first array's count
        int sizes = classes + (int) Math.min(count, MAX_PROPERTIES) * UUID + 4;
        if (count > MAX_PROPERTIES || sizes + 4 * count > end || headerLength > end - header) {
            return;
        }
        long property = header + headerLength;
        for (int i = 0; i < count; i++) {
            int at = classes + i * UUID;
            boolean isInstantiation = high(in, at) == INSTANTIATION_HIGH && in.u64(at + 8) == INSTANTIATION_LOW;
            if (isInstantiation) {
                instantiation(in, property + SERIALIZED, end, into);
                return;
            }
            property += in.u32le(sizes + 4 * i);
        }
    }

    /** InstantiationInfoData, [MS-DCOM] 2.2.22.2.1. */
    private static void instantiation(StreamView in, long from, int end, CallArguments into) {
        if (from + UUID + 32 > end) {
            return;
        }
        int at = (int) from;
        RpcNames.uuid(into.at(Argument.CLSID), high(in, at), in.u64(at + 8));
        long count = in.u32le(at + UUID + 12);
        int list = at + UUID + 32 + 4; // behind the fixed part and the array's count
        for (int i = 0; i < count && i < MAX_IIDS && list + UUID <= end; i++) {
            iid(into, high(in, list), in.u64(list + 8));
            list += UUID;
        }
    }

    private static void iid(CallArguments into, long high, long low) {
        Interfaces.Interface known = Interfaces.ALL.find(high, low);
        TextSlot text = into.at(Argument.IIDS);
        if (known != null) {
            text.append(known.name());
        } else {
            RpcNames.uuid(text, high, low);
        }
    }

    private static long high(StreamView in, int at) {
        return in.u32le(at) << 32 | (long) in.u16le(at + 4) << 16 | in.u16le(at + 6);
    }
}
