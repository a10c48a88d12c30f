// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialStatusRegistry} from "../../src/did/CredentialStatusRegistry.sol";
import {StatusRegistryHandler} from "../support/StatusRegistryHandler.sol";
import {Test} from "../support/Test.sol";
import {LibBit} from "solady/utils/LibBit.sol";

/// @notice Whatever issuers do in whatever order, a revocation never returns and none appears that nobody made.
contract CredentialStatusRegistryInvariantTest is Test {
    CredentialStatusRegistry private _registry;
    StatusRegistryHandler private _handler;

    function setUp() public {
        _registry = CredentialStatusRegistry(deployed("CredentialStatusRegistry.sol:CredentialStatusRegistry", ""));
        _handler = new StatusRegistryHandler(_registry);

        bytes4[] memory moves = new bytes4[](2);
        moves[0] = StatusRegistryHandler.revoke.selector;
        moves[1] = StatusRegistryHandler.revokeAgain.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_ARevocationNeverReturns() public view {
        StatusRegistryHandler.Revocation[] memory revocations = _handler.revocations();
        for (uint256 i; i < revocations.length; ++i) {
            assertTrue(_registry.isRevoked(revocations[i].issuer, revocations[i].index));
        }
    }

    function invariant_EachListHoldsExactlyWhatItsIssuerRevoked() public view {
        for (uint256 i; i < _handler.issuerCount(); ++i) {
            address issuer = _handler.issuers(i);
            uint256 bits = LibBit.popCount(_registry.statusWord(issuer, 0))
                + LibBit.popCount(_registry.statusWord(issuer, 1))
                + LibBit.popCount(_registry.statusWord(issuer, type(uint256).max >> 8));
            assertEq(bits, _handler.revokedBy(issuer));
        }
    }

    function invariant_OnlyASecondRevocationIsRefused() public view {
        assertEq(_handler.mistakes(), 0);
    }
}
