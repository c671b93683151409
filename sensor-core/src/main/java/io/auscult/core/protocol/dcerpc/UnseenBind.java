package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.dcerpc.Interfaces.Interface;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which interface a call belongs to whose bind was not seen, as its arguments tell: for the few operations by which a host is made to run something or to give away a secret, and
 * only where their arguments can hardly be another's. Of one association; looks at the first {@link #MAX_SEARCH} bytes for an object reference.
 */
final class UnseenBind {
    static final int MAX_SEARCH = 1 << 10;

    private static final Interface DISPATCH = named(0x00020400_0000_0000L, 0xC000_000000000046L);
    private static final Interface ACTIVATOR = named(0x000001A0_0000_0000L, 0xC000_000000000046L);
    private static final Interface SERVICES = named(0x367ABB81_9844_35F1L, 0xAD32_98F038001003L);
    private static final Interface TASKS = named(0x86D35949_83C9_4044L, 0xB424_DB363231FD0CL);
    private static final Interface SECRETS = named(0x12345778_1234_ABCDL, 0xEF00_0123456789ABL);

    private static final int ORPCTHIS = 32; // bytes, without extensions
    private static final int ORPC_MAJOR = 5; // [MS-DCOM] 2.2.11
    private static final int ORPC_MAX_MINOR = 7;
    private static final int INVOKE = 6; // [MS-OAUT] 3.1.4.4
    private static final int MAX_LOCALE = 0xFFFF;
    private static final int MAX_INVOKE_FLAGS = 0x0F;
    private static final int RETRIEVE_PRIVATE_DATA = 43; // [MS-LSAD] 3.1.4.6.6
    private static final int MAX_SECRET_NAME = 512; // bytes
    private static final int SIGNATURE = 0x4D454F57; // MEOW
    private static final int CUSTOM = 4;

    private final ArgumentReader reader;

    UnseenBind(ArgumentReader reader) {
        this.reader = reader;
    }

    private static Interface named(long high, long low) {
        return Objects.requireNonNull(Interfaces.ALL.find(high, low), "interfaces.txt lacks one that is known here");
    }

    /**
     * The interface, or null where nothing tells.
     *
     * @param ndr anew over the arguments, in NDR or NDR64
     */
    @Nullable
    Interface find(RpcCall call, Ndr ndr) {
        return switch (call.opnum) {
            case INVOKE -> call.hasObject && isInvoke(ndr) ? DISPATCH : null;
            case 3, 4 -> !call.hasObject && isActivation(ndr) ? ACTIVATOR : null;
            case RETRIEVE_PRIVATE_DATA -> !call.hasObject && isHandleAndName(ndr) ? SECRETS : null;
            case 12, 24, 44, 45 -> !call.hasObject && fits(call, ndr, SERVICES) ? SERVICES : null;
            case 1 -> !call.hasObject && fits(call, ndr, TASKS) ? TASKS : null;
            default -> null;
        };
    }

    private static boolean isOrpc(Ndr ndr) {
        boolean isVersion = ndr.u16() == ORPC_MAJOR && ndr.u16() <= ORPC_MAX_MINOR;
        ndr.skip(ORPCTHIS - 4 - 4);
        return isVersion && ndr.i32() == 0 && ndr.ok();
    }

    /** Identifier of the member, an interface that is always null, locale, kind of access. */
    private static boolean isInvoke(Ndr ndr) {
        if (!isOrpc(ndr)) {
            return false;
        }
        ndr.i32();
        boolean isNull = ndr.uuidHigh() == 0 && ndr.uuidLow() == 0;
        long locale = ndr.u32();
        long flags = ndr.u32();
        return isNull && locale <= MAX_LOCALE && flags > 0 && flags <= MAX_INVOKE_FLAGS && ndr.ok();
    }

    private static boolean isActivation(Ndr ndr) {
        if (!isOrpc(ndr)) {
            return false;
        }
        StreamView in = ndr.in();
        int end = Math.min(ndr.at() + ndr.left(), ndr.at() + MAX_SEARCH);
        for (int at = ndr.at(); at + 8 <= end; at += 4) {
            if (in.i32(at) == SIGNATURE && in.i32le(at + 4) == CUSTOM) {
                return true;
            }
        }
        return false;
    }

    /** A handle, then an RPC_UNICODE_STRING whose lengths agree with each other, then little more than a pointer. */
    private static boolean isHandleAndName(Ndr ndr) {
        boolean isHandle = ndr.i32() == 0 && (ndr.uuidHigh() | ndr.uuidLow()) != 0;
        ndr.align(ndr.isWide() ? 8 : 4);
        int length = ndr.u16();
        int most = ndr.u16();
        boolean isName = ndr.size() != 0
                && length > 0
                && length <= most
                && most <= MAX_SECRET_NAME
                && (length & 1) == 0
                && ndr.size() == most / 2
                && ndr.size() == 0
                && ndr.size() == length / 2;
        ndr.skip(length);
        return isHandle && isName && ndr.ok();
    }

    /** Whether the whole request reads as that operation of the interface, with a command in it. */
    private boolean fits(RpcCall call, Ndr ndr, Interface candidate) {
        Signature signature = candidate.signature(call.opnum);
        if (signature == null) {
            return false;
        }
        CallArguments read = call.arguments();
        reader.read(ndr, signature, read);
        boolean fits = ndr.ok() && (read.has(Argument.SERVICE_PATH) || read.has(Argument.TASK_COMMAND));
        read.clear();
        return fits;
    }
}
