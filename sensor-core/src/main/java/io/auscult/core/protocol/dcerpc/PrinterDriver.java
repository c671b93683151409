package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.TextSlot;

/** Containers of printer drivers and port monitors, [MS-RPRN] 2.2.1.2.3 and 2.2.1.2.8. Stateless. */
final class PrinterDriver {
    private PrinterDriver() {}

    /** DRIVER_CONTAINER: name, environment, driver, data and configuration file come first at every level. */
    static void driver(Ndr ndr, CallArguments into, TextSlot skipped) {
        int level = ndr.i32();
        boolean hasInfo = container(ndr, level);
        int size = size(level, ndr.isWide());
        if (!hasInfo || size == 0) {
            ndr.fail();
            return;
        }
        ndr.align(level >= 6 || ndr.isWide() ? 8 : 4);
        int start = ndr.at();
        ndr.i32(); // version
        boolean name = ndr.size() != 0;
        boolean environment = ndr.size() != 0;
        boolean driver = ndr.size() != 0;
        boolean data = ndr.size() != 0;
        boolean config = ndr.size() != 0;
        ndr.seek(start + size);
        text(ndr, name, into, Argument.DRIVER_NAME);
        if (environment) {
            ndr.text(skipped, true);
        }
        text(ndr, driver, into, Argument.DRIVER_PATH);
        text(ndr, data, into, Argument.DRIVER_PATH);
        text(ndr, config, into, Argument.DRIVER_PATH);
    }

    /** Bytes of the driver's structure without what it points to; 0 for levels that are not read. */
    private static int size(int level, boolean wide) {
        return switch (level) {
            case 2 -> wide ? 48 : 24;
            case 3 -> wide ? 88 : 44;
            case 4 -> wide ? 104 : 52;
            case 6 -> wide ? 152 : 88;
            case 8 -> wide ? 224 : 136;
            default -> 0;
        };
    }

    /** MONITOR_CONTAINER: name, environment and library. */
    static void monitor(Ndr ndr, CallArguments into, TextSlot skipped) {
        int level = ndr.i32();
        if (!container(ndr, level) || level != 2) {
            ndr.fail();
            return;
        }
        boolean name = ndr.size() != 0;
        boolean environment = ndr.size() != 0;
        boolean library = ndr.size() != 0;
        text(ndr, name, into, Argument.DRIVER_NAME);
        if (environment) {
            ndr.text(skipped, true);
        }
        text(ndr, library, into, Argument.DRIVER_PATH);
    }

    private static boolean container(Ndr ndr, int level) {
        return ndr.i32() == level && ndr.size() != 0;
    }

    private static void text(Ndr ndr, boolean present, CallArguments into, Argument argument) {
        if (present && ndr.left() > 0) {
            ndr.text(into.at(argument), true);
        }
    }
}
