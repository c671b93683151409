package io.auscult.core.protocol.dcerpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class DcerpcFuzzTest {
    private final DcerpcParser parser = new DcerpcParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 135).runEveryWay(parser);
        FuzzScript.probe(data, false, DcerpcProbe::probe);
    }

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 135).runEveryWay(parser);
        FuzzScript.probe(data, true, DcerpcProbe::probe);
    }
}
