package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells Modbus over TCP by messages that add up: on its own port a header and a function that exist, elsewhere to the last byte. Stateless.
 * <pre>
 *  | transaction (2) | protocol, 0 (2) | length of the rest (2) | unit | function | data ...
 * </pre>
 */
final class ModbusProbe {
    private static final int PORT = 502;
    private static final int HEADER = 6;
    private static final int MAX_LENGTH = 254; // unit, function and 252 bytes of data
    private static final int BER_SEQUENCE = 0x3084; // LDAP of Windows, which adds up just so
    private static final int EXCEPTION = 0x80;
    private static final int EXCEPTION_LENGTH = 3;

    private ModbusProbe() {}

    static Verdict probe(StreamView in) {
        boolean usual = in.connection().respPort == PORT;
        if (!usual && in.length() >= 2 && in.u16(0) == BER_SEQUENCE) {
            return Verdict.NO;
        }
        int at = 0;
        while (in.length() - at >= HEADER + 2) {
            int length = in.u16(at + 4);
            int function = in.u8(at + 7);
            boolean sound = in.u16(at + 2) == 0
                    && length >= 2
                    && length <= MAX_LENGTH
                    && (isFunction(function)
                            || function > EXCEPTION && isFunction(function - EXCEPTION) && length == EXCEPTION_LENGTH);
            if (!sound) {
                return Verdict.NO;
            }
            at += HEADER + length;
            if (usual) {
                return Verdict.YES;
            }
        }
        if (at == in.length() && at > 0) {
            return Verdict.YES;
        }
        boolean possible = in.length() < 3 || in.u8(2) == 0 && (in.length() < 4 || in.u8(3) == 0);
        return possible && in.length() < HEADER + 2 + MAX_LENGTH ? Verdict.UNSURE : Verdict.NO;
    }

    private static boolean isFunction(int function) {
        return function >= 1 && function <= 8
                || function == 11
                || function == 12
                || function >= 15 && function <= 17
                || function >= 20 && function <= 24
                || function == 43
                || function == 90; // Schneider's UMAS
    }
}
