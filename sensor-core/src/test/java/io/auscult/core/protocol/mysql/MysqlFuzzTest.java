package io.auscult.core.protocol.mysql;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class MysqlFuzzTest {
    private final MysqlParser parser = new MysqlParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 3306).runEveryWay(parser);
        FuzzScript.probe(data, false, MysqlProbe::probe);
    }
}
