package io.auscult.core.protocol.dcerpc;

/** Numbers in labels of announced ports. Stateless. */
final class RpcTower {
    private RpcTower() {}

    /** 64 bits, most significant byte first. */
    static long number(byte[] bytes, int at) {
        long value = 0;
        for (int i = at; i < at + 8; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }
}
