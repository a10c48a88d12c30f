// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlindBox} from "../../src/nft/BlindBox.sol";

/// @notice A buyer that looks at what it got and undoes its purchase when it can see that this is not what it wants: a contract,
/// or an account that runs this as its EIP-7702 code.
contract RerollingBuyer {
    error NotThisTime();

    /// @return known whether anything could be seen of the outcome
    function buyOrRevert(BlindBox box, bytes32 saleId, uint256 wantedPosition) external payable returns (bool known) {
        uint256 number = box.buy{value: msg.value}(saleId, 1, "");
        try box.positionOf(saleId, number) returns (uint256 position) {
            if (position != wantedPosition) revert NotThisTime();
            return true;
        } catch {
            return false;
        }
    }
}
