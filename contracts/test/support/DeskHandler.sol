// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RedemptionDesk} from "../../src/nft/RedemptionDesk.sol";
import {Cheats} from "./Test.sol";
import {TrickCollection} from "./TrickCollection.sol";

/// @notice Holders, a clerk and passers-by who do everything that can be done at a desk in any order, and a plain model of what must come
/// of it.
contract DeskHandler is Cheats {
    struct Model {
        RedemptionDesk.State state;
        address holder;
        uint256 deadline;
        uint16 attempt;
        uint256 fulfilments;
    }

    uint256 public constant TOKENS = 6;

    /// @dev The tokens from this one on are soulbound, and their perks are used in place.
    uint256 public constant FIRST_LOCKED = 4;

    uint256 private constant ACCEPT = 2 days;
    uint256 private constant FULFIL = 10 days;

    RedemptionDesk private immutable _desk;
    TrickCollection private immutable _tea;
    address private immutable _clerk;
    address private immutable _sink;

    address[] private _people;
    bytes32[] private _perks;
    uint256 private _time = 1_750_000_000;

    mapping(uint256 tokenId => mapping(uint256 perk => Model)) private _model;
    uint256[2][] private _made;

    /// @notice Whose a token is when the desk does not hold it; zero when it is burnt.
    mapping(uint256 tokenId => address) public holder;

    /// @notice For which perk, counted from one, the desk holds a token; zero when it does not.
    mapping(uint256 tokenId => uint256) public heldFor;

    /// @notice How often the desk did what the model forbids, or refused what it allows.
    uint256 public mistakes;

    /// @param perks of the modes Keep, Burn, Sink and InPlace, in this order
    constructor(RedemptionDesk desk, TrickCollection tea, address clerk, address sink, bytes32[] memory perks) {
        (_desk, _tea, _clerk, _sink, _perks) = (desk, tea, clerk, sink, perks);
        _people.push(makeAddr("first holder"));
        _people.push(makeAddr("second holder"));
        for (uint256 i; i < TOKENS; ++i) {
            holder[i] = _people[i % _people.length];
            tea.mint(holder[i], i);
            if (i >= FIRST_LOCKED) tea.setLocked(i, true);
        }
        for (uint256 i; i < _people.length; ++i) {
            vm.prank(_people[i]);
            tea.setApprovalForAll(address(desk), true);
        }
        vm.warp(_time);
    }

    /// @notice Somebody, most often the holder, requests a perk in one of the three ways.
    function request(uint256 tokenSeed, uint256 perkSeed, uint256 callerSeed, uint256 way) external {
        uint256 id = tokenSeed % TOKENS;
        // Most often a perk that the token can have.
        uint256 perk = perkSeed % 8 == 0 ? perkSeed / 8 % 4 : id < FIRST_LOCKED ? perkSeed % 3 : 3;
        address caller = callerSeed % 8 == 0 ? _people[tokenSeed % _people.length] : _tokenHolder(id);
        if (caller == address(0)) return;
        // Most often in the way that the perk allows.
        if (way % 8 != 0) way = perk == 3 ? 2 : 3 + way % 2;
        bytes memory call;
        address target = address(_desk);
        if (way % 3 == 2) {
            call = abi.encodeCall(_desk.useInPlace, (address(_tea), id, _perks[perk], keccak256("c")));
        } else if (way % 3 == 1) {
            call = abi.encodeCall(_desk.open, (address(_tea), id, _perks[perk], keccak256("c")));
        } else {
            target = address(_tea);
            call = abi.encodeWithSignature(
                "safeTransferFrom(address,address,uint256,bytes)",
                caller,
                address(_desk),
                id,
                abi.encode(_perks[perk], keccak256("c"))
            );
        }
        bool inPlace = way % 3 == 2;
        Model storage m = _model[id][perk];
        bool free = m.state == RedemptionDesk.State.None || m.state == RedemptionDesk.State.Released;
        bool good = free && caller == holder[id] && heldFor[id] == 0 && inPlace == (perk == 3);
        if (inPlace && id < FIRST_LOCKED) good = false;
        vm.prank(caller);
        (bool done,) = target.call(call);
        if (done != good) ++mistakes;
        if (!done) return;
        (m.state, m.holder, m.deadline) = (RedemptionDesk.State.Requested, caller, _time + ACCEPT);
        ++m.attempt;
        _made.push([id, perk]);
        if (!inPlace) (heldFor[id], holder[id]) = (perk + 1, address(0));
    }

    /// @notice The clerk accepts a request, now and then one that is not meant.
    function accept(uint256 tokenSeed, uint256 perkSeed, uint16 oddSeed) external {
        (uint256 id, uint256 perk) = _pick(tokenSeed, perkSeed);
        Model storage m = _model[id][perk];
        uint16 attempt = oddSeed % 8 == 0 ? m.attempt + 1 : m.attempt;
        bool good = m.state == RedemptionDesk.State.Requested && attempt == m.attempt && _time <= m.deadline;
        vm.prank(_clerk);
        try _desk.accept(address(_tea), id, _perks[perk], attempt) {
            if (!good) ++mistakes;
            (m.state, m.deadline) = (RedemptionDesk.State.Accepted, _time + FULFIL);
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice The clerk fulfils a request.
    function fulfil(uint256 tokenSeed, uint256 perkSeed) external {
        (uint256 id, uint256 perk) = _pick(tokenSeed, perkSeed);
        Model storage m = _model[id][perk];
        bool good = m.state == RedemptionDesk.State.Accepted && _time <= m.deadline;
        if (perk == 3 && holder[id] != m.holder) good = false;
        vm.prank(_clerk);
        try _desk.fulfil(address(_tea), id, _perks[perk], m.attempt, keccak256("e")) {
            if (!good) ++mistakes;
            m.state = RedemptionDesk.State.Fulfilled;
            ++m.fulfilments;
            if (perk == 3) return;
            heldFor[id] = 0;
            holder[id] = perk == 0 ? m.holder : perk == 2 ? _sink : address(0);
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice The clerk, a holder or a passer-by ends a request.
    function release(uint256 tokenSeed, uint256 perkSeed, uint256 callerSeed) external {
        (uint256 id, uint256 perk) = _pick(tokenSeed, perkSeed);
        Model storage m = _model[id][perk];
        address caller = callerSeed % 3 == 0 ? _clerk : callerSeed % 3 == 1 ? m.holder : address(0xbeef);
        bool waits = m.state == RedemptionDesk.State.Requested;
        bool good = waits || m.state == RedemptionDesk.State.Accepted;
        good = good && (caller == _clerk || (waits && caller == m.holder) || _time > m.deadline);
        vm.prank(caller);
        try _desk.release(address(_tea), id, _perks[perk]) {
            if (!good) ++mistakes;
            m.state = RedemptionDesk.State.Released;
            if (perk != 3) (heldFor[id], holder[id]) = (0, m.holder);
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice A holder passes a token on.
    function pass(uint256 tokenSeed, uint256 personSeed) external {
        uint256 id = tokenSeed % TOKENS;
        address from = holder[id];
        address to = _people[personSeed % _people.length];
        if (from == address(0)) return;
        vm.prank(from);
        _tea.transferFrom(from, to, id);
        holder[id] = to;
    }

    function wait(uint256 secondsSeed) external {
        _time += bound(secondsSeed, 0, 3 days);
        vm.warp(_time);
    }

    function modelOf(uint256 id, uint256 perk) external view returns (Model memory) {
        return _model[id][perk];
    }

    /// @dev Most often one of the youngest requests, which are most likely open.
    function _pick(uint256 tokenSeed, uint256 perkSeed) private view returns (uint256 id, uint256 perk) {
        if (_made.length == 0 || perkSeed % 8 == 0) return (tokenSeed % TOKENS, perkSeed / 8 % 4);
        uint256[2] memory made = _made[_made.length - 1 - tokenSeed % (_made.length < 3 ? _made.length : 3)];
        return (made[0], made[1]);
    }

    function _tokenHolder(uint256 id) private view returns (address) {
        return holder[id] == _sink ? address(0) : holder[id];
    }
}
