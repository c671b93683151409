package io.auscult.core.protocol.sunrpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class SunrpcFuzzTest {
    private final SunrpcParser parser = new SunrpcParser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 111).runEveryWay(parser);
        FuzzScript.probe(data, true, SunrpcParser.PROTOCOL.probe());
    }

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 111).runEveryWay(parser);
        FuzzScript.probe(data, false, SunrpcParser.PROTOCOL.probe());
    }
}
