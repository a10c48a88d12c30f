// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "solady/tokens/ERC721.sol";

/// @notice An ERC-721 that anyone mints, and that turns on whoever holds its tokens once its `trick` is set.
contract TrickCollection is ERC721 {
    enum Trick {
        None,
        MoveNothing,
        BurnNothing,
        LieAboutTheOwner,
        Refuse,
        Reenter
    }

    Trick public trick;
    address public liar;
    address public target;
    bytes public call;
    bool public entered;
    bool public succeeded;
    bytes public answer;
    mapping(uint256 tokenId => bool) private _locked;

    error Refused();

    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }

    /// @notice Calls the receiver as if a token had come, which it has not.
    function pretend(address receiver, address from, uint256 tokenId, bytes calldata data) external {
        (bool done, bytes memory result) = receiver.call(
            abi.encodeWithSignature("onERC721Received(address,address,uint256,bytes)", msg.sender, from, tokenId, data)
        );
        if (done) return;
        assembly ("memory-safe") {
            revert(add(result, 0x20), mload(result))
        }
    }

    function burn(uint256 tokenId) external {
        _react();
        if (trick != Trick.BurnNothing) _burn(msg.sender, tokenId);
    }

    function setTrick(Trick newTrick) external {
        trick = newTrick;
    }

    /// @notice Whom {ownerOf} names while the trick is to lie.
    function setLiar(address account) external {
        (trick, liar) = (Trick.LieAboutTheOwner, account);
    }

    /// @notice What to call from inside the next transfer.
    function prepare(address newTarget, bytes calldata newCall) external {
        (trick, target, call, entered) = (Trick.Reenter, newTarget, newCall, false);
    }

    function setLocked(uint256 tokenId, bool isLocked) external {
        _locked[tokenId] = isLocked;
    }

    function locked(uint256 tokenId) external view returns (bool) {
        return _locked[tokenId];
    }

    function transferFrom(address from, address to, uint256 tokenId) public payable override {
        _react();
        if (trick != Trick.MoveNothing) super.transferFrom(from, to, tokenId);
    }

    function ownerOf(uint256 tokenId) public view override returns (address) {
        return trick == Trick.LieAboutTheOwner ? liar : super.ownerOf(tokenId);
    }

    function name() public pure override returns (string memory) {
        return "Tricks";
    }

    function symbol() public pure override returns (string memory) {
        return "TRICK";
    }

    function tokenURI(uint256) public pure override returns (string memory) {
        return "";
    }

    function _react() private {
        if (trick == Trick.Refuse) revert Refused();
        if (trick != Trick.Reenter || entered) return;
        entered = true;
        (succeeded, answer) = target.call(call);
    }
}
