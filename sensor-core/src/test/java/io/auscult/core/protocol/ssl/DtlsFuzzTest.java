package io.auscult.core.protocol.ssl;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class DtlsFuzzTest {
    private final DtlsParser parser = new DtlsParser(true);

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 4433).runEveryWay(parser);
        FuzzScript.probe(data, true, DtlsProbe::probe);
    }
}
