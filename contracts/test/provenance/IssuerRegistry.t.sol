// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IssuerRegistry} from "../../src/provenance/IssuerRegistry.sol";
import {Test} from "../support/Test.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @notice An authority says who may say what, and never takes back what was valid, save for a key in other hands.
contract IssuerRegistryTest is Test {
    uint64 private constant NOW = 1_750_000_000;
    uint64 private constant FOR_EVER = type(uint64).max;
    bytes32 private immutable SCOPE = sha256("https://ref.gs1.org/cbv/BizStep-inspecting");
    bytes32 private immutable OTHER_SCOPE = sha256("https://ref.gs1.org/cbv/BizStep-shipping");

    IssuerRegistry private _registry;
    address private _authority = makeAddr("authority");
    address private _issuer = makeAddr("laboratory");
    address private _other = makeAddr("other laboratory");

    function setUp() public {
        vm.warp(NOW);
        _registry = IssuerRegistry(deployed("IssuerRegistry.sol:IssuerRegistry", abi.encode(_authority)));
    }

    function test_NobodyIsAuthorisedAtFirst() public view {
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW));
        assertFalse(_registry.isAuthorised(_issuer, bytes32(0), 0));
        assertFalse(_registry.isAuthorised(address(0), bytes32(0), FOR_EVER));
    }

    function test_AuthorisesFromAMomentOnAndSaysSo() public {
        vm.expectEmit(address(_registry));
        emit IssuerRegistry.IssuerAuthorised(_issuer, SCOPE, NOW + 10);
        _authorise(NOW + 10);

        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 9));
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW + 10));
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, FOR_EVER - 1));
        assertFalse(_registry.isAuthorised(_issuer, OTHER_SCOPE, NOW + 10), "another scope");
        assertFalse(_registry.isAuthorised(_other, SCOPE, NOW + 10), "another issuer");
    }

    function test_AnAccreditationMayBeOlderThanTheRegistry() public {
        _authorise(1_600_000_000);
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, 1_600_000_000));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, 1_599_999_999));
    }

    function test_ARevocationLeavesWhatWasValid() public {
        _authorise(NOW - 100);
        vm.expectEmit(address(_registry));
        emit IssuerRegistry.IssuerRevoked(_issuer, SCOPE, NOW + 1);
        _revoke(NOW + 1);

        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW));
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW, NOW + 50), "anchored later");
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 1));
    }

    function test_ARevocationReachesNotBack() public {
        _authorise(NOW - 100);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.RevocationInThePast.selector, NOW + 1, NOW));
        _revoke(NOW);
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW + 1));
    }

    function test_ARevocationWithoutATimeWorksFromTheNextSecondOn() public {
        _authorise(NOW - 100);
        vm.expectEmit(address(_registry));
        emit IssuerRegistry.IssuerRevoked(_issuer, SCOPE, NOW + 1);
        _revoke(0);
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 1));
    }

    function test_ARevocationMayBeAnnouncedAndMovedForward() public {
        _authorise(NOW);
        _revoke(NOW + 100);
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW + 99));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 100));
        _revoke(NOW + 50);
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 50));
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAuthorised.selector, _issuer, SCOPE));
        _revoke(NOW + 50);
    }

    function test_APeriodThatIsRevokedBeforeItBeginsIsEmpty() public {
        _authorise(NOW + 100);
        _revoke(NOW + 20);
        for (uint64 time = NOW + 19; time < NOW + 200; ++time) {
            assertFalse(_registry.isAuthorised(_issuer, SCOPE, time));
        }
    }

    function test_ARevocationEndsTheRunningPeriodThoughAnotherIsToCome() public {
        _authorise(NOW - 1000);
        _revoke(NOW + 10_000);
        _authorise(NOW + 20_000);
        _revoke(0);
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW), "what was valid stays so");
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 1));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 5000));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 30_000));
    }

    function test_ARevocationBetweenTwoPeriodsEndsTheOneToComeAlone() public {
        _authorise(NOW - 1000);
        _revoke(NOW + 100);
        _authorise(NOW + 300);
        _revoke(NOW + 200);
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW + 99));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 100));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 400));
    }

    function test_APeriodThatIsRevokedBeforeItBeginsIsNotInTheWay() public {
        _authorise(NOW * 1000); // milliseconds, by mistake
        _revoke(0);
        _authorise(NOW + 50);
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 49));
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW + 50));
    }

    function test_ThereIsNothingToRevokeOfWhoWasNeverAuthorised() public {
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAuthorised.selector, _issuer, SCOPE));
        _revoke(NOW + 1);
    }

    function test_AnIssuerMayBeAuthorisedAnew() public {
        _authorise(NOW - 100);
        _revoke(NOW + 1);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.PeriodOverlaps.selector, NOW + 1));
        _authorise(NOW);
        _authorise(NOW + 50);

        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 1));
        assertFalse(_registry.isAuthorised(_issuer, SCOPE, NOW + 49));
        assertTrue(_registry.isAuthorised(_issuer, SCOPE, NOW + 50));
    }

    function test_PeriodsDoNotOverlap() public {
        _authorise(NOW);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.PeriodOverlaps.selector, FOR_EVER));
        _authorise(NOW + 1);
    }

    function test_ACompromisedKeyIsCutOffFromAnEarlierMomentInAllScopes() public {
        _authorise(NOW - 100);
        vm.prank(_authority);
        _registry.authorise(_issuer, OTHER_SCOPE, NOW - 100);
        vm.expectEmit(address(_registry));
        emit IssuerRegistry.KeyCompromised(_issuer, NOW - 50);
        _compromised(NOW - 50);

        _assertCutOff(SCOPE);
        _assertCutOff(OTHER_SCOPE);
        assertEq(_registry.compromisedSince(_issuer), NOW - 50);
        assertEq(_registry.compromisedSince(_other), 0);
    }

    function test_ACompromiseMovesBackOnlyAndEndsTheKey() public {
        _authorise(NOW - 100);
        _compromised(NOW - 10);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.AlreadyCompromised.selector, NOW - 10));
        _compromised(NOW - 10);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.AlreadyCompromised.selector, NOW - 10));
        _compromised(NOW - 9);
        _compromised(NOW - 20);
        assertEq(_registry.compromisedSince(_issuer), NOW - 20);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.AlreadyCompromised.selector, NOW - 20));
        vm.prank(_authority);
        _registry.authorise(_issuer, keccak256("new scope"), NOW);
    }

    function test_ACompromiseIsNoProphecy() public {
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.InvalidMoment.selector, NOW + 1));
        _compromised(NOW + 1);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.InvalidMoment.selector, 0));
        _compromised(0);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.InvalidMoment.selector, FOR_EVER));
        _authorise(FOR_EVER);
    }

    function test_NobodyAuthorisesTheZeroAddress() public {
        vm.prank(_authority);
        vm.expectRevert(IssuerRegistry.ZeroIssuer.selector);
        _registry.authorise(address(0), SCOPE, NOW);
    }

    function test_TheAuthorityAloneDecidesAndHandsOverInTwoSteps() public {
        bytes memory refusal = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, _other);
        vm.startPrank(_other);
        vm.expectRevert(refusal);
        _registry.authorise(_issuer, SCOPE, NOW);
        vm.expectRevert(refusal);
        _registry.revoke(_issuer, SCOPE, NOW);
        vm.expectRevert(refusal);
        _registry.reportCompromise(_issuer, NOW);
        vm.stopPrank();

        vm.prank(_authority);
        _registry.transferOwnership(_other);
        assertEq(_registry.owner(), _authority);
        vm.prank(_other);
        _registry.acceptOwnership();
        assertEq(_registry.owner(), _other);
    }

    /// @dev Against a plain record of every second, over any course of periods.
    function testFuzz_AgreesWithARecordOfEverySecond(uint8[6] calldata gaps, uint64 since, uint8 anchored) public {
        bool[] memory valid = new bool[](2000);
        uint64 clock;
        for (uint256 i; i < 6; i += 2) {
            vm.warp(NOW - 1 + clock);
            clock += gaps[i];
            _authorise(NOW + clock);
            uint64 end = clock + gaps[i + 1];
            vm.warp(NOW - 1 + clock);
            _revoke(NOW + end);
            for (; clock < end; ++clock) {
                valid[clock] = true;
            }
        }
        vm.warp(NOW + clock + 1);
        since = uint64(bound(since, 1, clock + 1));
        for (uint64 i; i < clock + 5; ++i) {
            assertEq(_registry.isAuthorised(_issuer, SCOPE, NOW + i), valid[i]);
        }
        _compromised(NOW + since);
        for (uint64 i; i < clock + 5; ++i) {
            assertEq(_registry.isAuthorised(_issuer, SCOPE, NOW + i), valid[i] && i < since);
            uint64 anchoredAt = i + anchored;
            assertEq(_registry.isAuthorised(_issuer, SCOPE, NOW + i, NOW + anchoredAt), valid[i] && anchoredAt < since);
        }
    }

    function _assertCutOff(bytes32 scope) private view {
        assertTrue(_registry.isAuthorised(_issuer, scope, NOW - 51));
        assertFalse(_registry.isAuthorised(_issuer, scope, NOW - 50));
        assertTrue(_registry.isAuthorised(_issuer, scope, NOW - 60, NOW - 51), "anchored before");
        assertFalse(_registry.isAuthorised(_issuer, scope, NOW - 60, NOW - 50), "dated back");
    }

    function _authorise(uint64 from) private {
        vm.prank(_authority);
        _registry.authorise(_issuer, SCOPE, from);
    }

    function _revoke(uint64 from) private {
        vm.prank(_authority);
        _registry.revoke(_issuer, SCOPE, from);
    }

    function _compromised(uint64 since) private {
        vm.prank(_authority);
        _registry.reportCompromise(_issuer, since);
    }
}
