package io.lianbo.nft.issue;

class InMemoryIssueLogTest extends IssueLogConformance {
    @Override
    IssueLog open() {
        return IssueLog.inMemory();
    }
}
