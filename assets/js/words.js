// 1354 short plain words, none that could hurt: five of them taken at random are 52 bits. Chosen for this project.
export const words = `
acorn actor admire adopt advent afloat agenda agree airport album alley almanac almond alpine always amber ambient amble anchor
ankle anthem antler apple apricot april apron aqua arcade arch arena aroma arrow artist aspen aster athlete atlas atrium attic
august aunt author autumn avenue awake award axle badge badger bagel baker bakery balcony ball ballad ballet balloon bamboo banana
band banjo bank bargain barley barn baron basil basin basket bay bazaar beach beacon bead beagle bean beard beaver bedroom beech
beetle bell bench berry bicycle bike billow binder birch bird biscuit blanket blend blossom blouse blue boat bobbin bonnet bonus
book boost boot border bottle boulder bounce bouquet bowl box branch brass brave bread breeze brew brick bright brisk bronze broom
broth brother brown brush bubble bucket buckle budget buffalo buffet bugle builder bulb bumble bundle bunny burrow bus bush butler
butter button buzz cabbage cabin cable cactus cafe cake calf calico calm camel camera camp campus canal candle candy canoe canvas
cap cape caper captain car caramel caravan card cargo carol carpet carrot cart carve cascade cashew castle casual cat catkin cedar
celery cello cereal chair chalet chalk channel chapel chapter charm cheer cheese chef cherry chess chicken chilli chime chin chive
choice choir chorus chuckle cider cinema circle circus citrus city clap clasp clay clean clear clever cloak clock cloth cloud
cloudy clover clue coach coast coaster coat cobalt cobble cockle cocoa coconut coffee coin collage collar collie colour comb comet
comic common compass concert cook copper coral cork corn corner cosmos cosy cottage cotton couch count country court cousin cove
cradle craft crane crate crayon cream credit creek crew cricket crisp crochet crocus crown crumb crumpet crust crystal cube cuckoo
cuff cup curious curl curlew current curry curtain cushion custard cycle cymbal cypress dahlia daily dairy daisy damson dance
dapple dawn dazzle debut decade deer degree deluxe desk dessert dew diagram diamond diary dice dinghy dingo dinner dish dive dog
dolphin dome domino donkey doodle door dot double dough dove draft dragon drawer dream dress drift drum duck duet duffel dune dusk
eagle ear early earth easel east easy echo eclair edge eel egg elastic elbow elder elegant eleven elk elm ember emerald emu engine
enjoy enough equal errand evening every exhibit fable fabric facet factory fair fairy falcon family fan fancy farm farmer fawn
feast feather fennel fern ferry fiddle field fifty fig figure film filter finch finger fir first fish five flag flannel flax
fleece flint flipper float flock floor flour flower fluff flute flutter foal focus fog folder foot forest fork fortune forward
fossil fox frame freckle fresh friday friend fringe frog frost frosty fruit fuchsia fudge funnel galaxy gallery gallon gallop game
gander garage garden garland garlic garnet gate gather gazebo gazelle gecko gentle giant giggle ginger gingham giraffe glacier
glad glade glass gleam glide glimmer globe glove glow goat gold gondola good goose gorge gosling gourd grace grain grand granite
grape grass gravel gravy great green grey griddle grocer grove guide guitar guppy gust habit hall halo hamlet hammock hamper hand
handle happy harbour hare harmony harp harvest hat hatch haven hay hazel heart heather hedge hello helmet hen herb heron hill
hippo hobby hockey holiday holly home homely honey hoof hoop hopeful horizon horse hotel house humble hummus hundred husky hut
ibis icing idea iguana inch indigo ink inn invite iris island item ivory ivy jacket jade jaguar jam january jar jasmine jasper jay
jeans jelly jersey jetty jewel jigsaw jingle jockey jolly journal joy jug juice july jumble jumper june jungle juniper kale kayak
keeper kelp kernel kettle kind kingdom kiosk kitchen kite kitten kiwi knee knit koala label lace ladder lagoon lake lamb lamp lane
lantern larch lark lasso lattice laugh laurel lava lawn leaf leap lecture legend lemon lentil leopard lesson letter lettuce level
lever library lichen light lilac lilt lily lime limpet linen linnet lion listen lively lizard llama loaf lobby lobster local
locket lodge loft lofty logic logo loom lorry lotus lovely lucky luggage lullaby lunar lunch lupin lute lynx macaw magic magnet
magpie mallard mallow mango manor mantle mantra map maple marble march marina marker market marmot maroon marsh mascot mast mat
match matinee mauve may maze meadow meal measure medal medley meerkat mellow melody melon member memo menu mermaid merry metal
meteor metre midday middle mill million mimosa minnow mint minute mirror mist mitten model modern mole moment monday monkey moon
moonlit moose morning morsel mosaic moss moth motif motor motto mouse muffin mug muse museum music muslin mustard napkin narrow
nature navy neat nectar nest nettle newt nickel night nimble nine noodle noon north nose note notice nougat novel number nutmeg
oak oar oasis oat oatmeal oblong oboe ocean octopus often olive onion onyx opal open opera orange orbit orca orchard orchid organ
oriole osprey otter outdoor oval oven owl oxbow oxygen oyster packet paddle page pagoda paint palace palette palm pancake panda
pansy pantry papaya paper parade parcel park parka parlour parrot parsley parsnip partner party pass pasta pastel pastry pasture
patch path patio pattern pause peach peacock peanut pear pearl pebble pecan pedal pelican pen pencil penguin penny peony pepper
perch perfume petal pewter phone photo phrase piano pickle picnic pier pigeon pilgrim pillow pilot pine pink pipe pitch pixel
pixie pizza plaid plain planet plant plaster plate play plaza plenty plover plum plush pocket poem polar polka pollen pomelo
pompom poncho pond pony poodle pool popcorn poplar poppy porch port possum post potato pottery prairie prawn present pretzel prism
prize profile promise proud pudding puffin pulley pumpkin puppet puppy purple purse puzzle quail quaint quarter quartz quay queen
quest quick quiet quill quilt quince quiver quiz quote rabbit raccoon racket radio radish raft rafter rain rainbow raisin ramble
ranch random rapid rattan raven reader recipe record red reed reef relay remote rhubarb rhyme rhythm ribbon rice riddle ridge ring
ripple river road roast robin rocket roller roof room rooster root rose rota round rover rowan royal ruby rudder rug ruler rumble
runner rural rush rustic saddle safari saffron sage sail sailor salad salmon salt salute sample sand sandal sapling sardine
satchel satin sauce saucer scallop scarf scenic scholar school scone scooter scroll sea seal season seat secret seed seesaw sequin
serene seven shade shadow shady shandy shape share shed sheep shelf shell sherbet shimmer shiny ship shirt shoe shore shovel shrub
silent silk silver simple singer sister six sixty skate sketch ski skipper skirt sky skylark slate sleepy sleeve sleigh slide
slipper sloth smile smooth snack snail snorkel snow snug soap sock soda sofa soft solar solo song sonnet sorrel soup south spade
spaniel spark sparkle sparrow speckle spice spinach spiral splash sponge spoon spot spring sprout spruce square squash stable
stage stairs stamp star station steady steam stem stencil step stew sticker stitch stone stool stork story stove straw stream
street string stripe stroll studio sturdy suede sugar summer sun sunday sundial sunny sunset super supper surf swallow swan swap
sweater swift swing swirl swoop symbol syrup table tablet taco tailor talent tandem tango tape tartan taxi tea teach teacup teal
team teapot temple tempo ten tennis tent terrace theatre theme thimble thirty thistle thought thread three thrush thunder thyme
tiara ticket tide tidy tiger tile timber timid tinsel tiptoe title toad toast today toffee token tomato topaz topic total toucan
tourist toward towel town toy tractor trail travel tray treacle treat tree trellis trifle trio triple trolley trophy trot trout
truffle trumpet trunk tuba tuesday tulip tuna tundra tunic turf turnip turtle tutor tweed twelve twenty twig twine twinkle twirl
twist ukulele umber uncle under unicorn unit upbeat uplift upper useful usual vacant valley vanilla vase vast velour velvet
veranda verse vest village vine viola violet violin visit vivid voice volume voyage waffle wagon walker wallaby walnut waltz
wander warbler warm warmth watch water wave weather weave weaver website welcome well west whale wharf wheat wheel whimsy whisk
whisper whistle wicker wide willow wind window wing winter wise wombat wonder wood wool world worthy wreath wren wrist writer
yacht yard yarn yawn year yellow yodel yogurt young zebra zigzag zinc zipper zoo
`.trim().split(/\s+/);
